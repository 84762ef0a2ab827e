//! Codes that this server exchanges itself, for what it tells of a user in another protocol.

use serde_json::{Map, Value};

use super::{account, user_tokens};
use crate::claims::{self, Place};
use crate::records::{AuthorizationCode, Grant, Record as _};
use crate::{Issuer, OidcError, Provider};

impl Provider {
    /// The claims that a code of a client brings, which was sent to an address. It is used up.
    pub async fn redeem(
        &self,
        issuer: &Issuer,
        client: &str,
        code: &str,
        redirect_uri: &str,
    ) -> Result<Map<String, Value>, OidcError> {
        let tenant = &issuer.tenant;
        let now = tenant.now();
        let client = self.known_client(issuer, client).await?;
        let found = AuthorizationCode::find(tenant, code, now).await?.filter(|found| found.consumed_at.is_none());
        let code = found.map(|found| found.record);
        let fits = |code: &AuthorizationCode| {
            code.client_id == client.application.id.as_str() && code.redirect_uri == redirect_uri
        };
        let code = code.filter(fits);
        let code =
            code.ok_or_else(|| OidcError::invalid_grant("the authorization code is unknown, used or expired"))?;
        let grant = Grant::find(tenant, &code.grant_id, now).await?;
        grant.ok_or_else(|| OidcError::invalid_grant("the grant is gone"))?;
        let account = account::find(tenant, &code.account_id).await?;
        account::check_access(tenant, &client, &code.account_id).await?;
        let tx = tenant.begin().await?;
        if !code.consume(&tx).await? {
            return Err(OidcError::invalid_grant("the code is being used by another request"));
        }
        user_tokens::active(&tx, &code.account_id).await?;
        tx.commit().await?;
        let mut claims = Map::new();
        claims.insert("sub".to_owned(), code.account_id.as_str().into());
        claims.extend(claims::of_user(tenant, &account.user, &code.scope, Place::Userinfo).await?);
        Ok(claims)
    }
}
