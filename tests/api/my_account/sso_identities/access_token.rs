//! `/api/my-account/sso-identities/{connectorId}/access-token`

use avouch_testkit::on_both;

use crate::my_account::own::Own;

const PATH: &str = "/api/my-account/sso-identities/acme/access-token";

on_both!(nothing_was_kept, server, {
    let own = Own::new(&server).await;
    own.me.get(PATH).await.refuses(404, "secrets.third_party_token_set.token_not_found");
    own.scoped("openid").await.get(PATH).await.refuses(403, "auth.forbidden");
});
