//! Who calls: a user over the own account, by an access token.

use avouch_domain::{Error, Result, applications};
use avouch_model::ApplicationId;
use avouch_model::account_center::Fields;
use avouch_store::users::{self, Account};
use avouch_store::{Read as _, Tenant, Tx, account_center};

use crate::records;

/// What an access token says.
#[derive(Clone, Debug)]
pub struct Presented {
    /// User.
    pub user: String,
    /// Client that it was issued to.
    pub client: String,
    /// Scope values, separated by spaces.
    pub scope: String,
    /// Session that it was issued in.
    pub session: Option<String>,
}

/// A user over the own account.
#[derive(Clone, Debug)]
pub struct Caller {
    pub(crate) tenant: Tenant,
    pub(crate) user: String,
    pub(crate) client: String,
    pub(crate) scope: String,
    pub(crate) session: Option<String>,
    /// Whether the user just proved once more who it is.
    pub(crate) is_proved: bool,
    pub(crate) is_third_party: bool,
    pub(crate) fields: Fields,
}

impl Caller {
    /// The checks that come before every operation, in their order. `verification` names what the user proved; one that
    /// proves nothing is no error by itself.
    pub async fn admit(tenant: Tenant, presented: Presented, verification: Option<&str>) -> Result<Self> {
        let Presented { user, client, scope, session } = presented;
        if !scope.split(' ').any(|value| value == "openid") {
            return Err(Error::ScopeForbidden { scope: "openid" });
        }
        let is_proved = match verification {
            Some(id) => records::prove_identity(&tenant, id, &user).await?,
            None => false,
        };
        let center = account_center::cached(&tenant).await?.filter(|center| center.enabled);
        let center = center.ok_or(Error::AccountCenterNotEnabled)?;
        let fields = serde_json::from_str(center.fields.text()).unwrap_or_default();
        let is_third_party = is_third_party(&tenant, &client).await?;
        Ok(Self { tenant, user, client, scope, session, is_proved, is_third_party, fields })
    }

    /// The account.
    pub(crate) async fn account(&self) -> Result<Account> {
        users::account(&self.tenant, &self.user).await?.ok_or(Error::NotFound)
    }

    /// The account, held until the transaction ends.
    pub(crate) async fn lock(&self, tx: &Tx) -> Result<Account> {
        users::lock(tx, &self.user).await?.ok_or(Error::NotFound)
    }
}

async fn is_third_party(tenant: &Tenant, client: &str) -> Result<bool> {
    if applications::built_in(tenant.id(), client).is_some() {
        return Ok(false);
    }
    let found = avouch_store::applications::client(tenant, &ApplicationId::new(client)).await?;
    // A client without a row is known by its metadata document alone: nobody here made it.
    Ok(found.is_none_or(|client| client.application.is_third_party))
}
