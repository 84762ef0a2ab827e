//! Whoever registers with the operators' tenant: all may use the console, and the first to come through it runs the
//! installation. After that nobody registers there by themselves.

use avouch_model::{RoleId, TenantId, UserId};
use avouch_store::organizations::users as members;
use avouch_store::{Read as _, Tx, Work, roles, sign_in_experiences, users};

use crate::organizations::relations::refused;
use crate::{Result, events};

/// The console's client.
const CONSOLE: &str = "admin-console";

/// Role of everyone there.
const EVERYONE: &str = "user";

/// Role over the default tenant.
const OPERATOR: &str = "default:admin";

/// The organization that stands for the default tenant, and the role in it.
const ORGANIZATION: (&str, &str) = ("t-default", "admin");

/// What someone who registers is to the operators' tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing: it is another tenant.
    Stranger,
    /// One of those who use the console.
    Someone,
    /// The first one.
    First,
}

/// What someone who registers now is. Of several at once only one is the first.
pub(super) async fn standing(tx: &Tx, application: Option<&str>) -> Result<Standing> {
    if *tx.id() != TenantId::admin() {
        return Ok(Standing::Stranger);
    }
    if application != Some(CONSOLE) {
        return Ok(Standing::Someone);
    }
    tx.alone_in(Work::FirstOperator).await?;
    Ok(if users::any_active(tx).await? { Standing::Someone } else { Standing::First })
}

/// Gives a new user what belongs to the standing.
pub(super) async fn admit(tx: &Tx, user: &UserId, standing: Standing, has: &[RoleId]) -> Result<()> {
    let names: &[&str] = match standing {
        Standing::Stranger => return Ok(()),
        Standing::Someone => &[EVERYONE],
        Standing::First => &[EVERYONE, OPERATOR],
    };
    for name in names {
        if let Some(role) = roles::by_name(tx, name).await?.filter(|role| !has.contains(&role.id)) {
            users::roles::add(tx, user, &[role.id]).await?;
        }
    }
    if standing == Standing::First {
        let (organization, role) = ORGANIZATION;
        let users = [user.to_string()];
        members::add(tx, organization, &users).await.map_err(refused)?;
        members::roles::add(tx, organization, &users, &[role.to_owned()]).await.map_err(refused)?;
        let added = events::Members { added_users: &users, ..events::Members::default() };
        events::membership(tx, organization, added).await?;
        sign_in_experiences::update(tx, vec![("sign_in_mode", "SignIn".into())]).await?;
    }
    Ok(())
}
