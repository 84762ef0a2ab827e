//! Accounts of the tenant of operators: whoever registers first at its console runs the installation.

use avouch_model::{TenantId, UserId};
use avouch_store::organizations::users as members;
use avouch_store::users as stored;
use avouch_store::{Read as _, Tx, Work, organization_roles, organizations, roles, sign_in_experiences};

use crate::organizations::relations::refused;
use crate::{Result, events};

/// The application that is the console.
const CONSOLE: &str = "admin-console";
/// What everyone with an account there may do.
const EVERYONE: &str = "user";
/// What whoever runs the default tenant may do.
const ADMINISTRATOR: &str = "default:admin";
/// The organization that stands for the default tenant, and its highest role.
const ORGANIZATION: (&str, &str) = ("t-default", "admin");

/// What an account of the tenant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// One of another tenant.
    Elsewhere,
    /// One of several.
    Operator,
    /// The first one.
    First,
}

/// What an account will be that is about to be made, by a client. Others wait until it is.
pub(super) async fn standing(tx: &Tx, client: Option<&str>) -> Result<Standing> {
    if *tx.id() != TenantId::admin() {
        return Ok(Standing::Elsewhere);
    }
    if client != Some(CONSOLE) {
        return Ok(Standing::Operator);
    }
    tx.alone_in(Work::FirstOperator).await?;
    Ok(if stored::any_active(tx).await? { Standing::Operator } else { Standing::First })
}

/// Gives a new account what goes with its standing. Behind the first one, registration closes.
pub(super) async fn welcome(tx: &Tx, user: &UserId, standing: Standing) -> Result<()> {
    if standing == Standing::Elsewhere {
        return Ok(());
    }
    give(tx, user, EVERYONE).await?;
    if standing == Standing::First {
        give(tx, user, ADMINISTRATOR).await?;
        join(tx, user).await?;
        sign_in_experiences::update(tx, vec![("sign_in_mode", "SignIn".into())]).await?;
    }
    Ok(())
}

async fn give(tx: &Tx, user: &UserId, role: &str) -> Result<()> {
    if let Some(role) = roles::by_name(tx, role).await? {
        stored::roles::add(tx, user, &[role.id]).await?;
    }
    Ok(())
}

async fn join(tx: &Tx, user: &UserId) -> Result<()> {
    let (organization, role) = ORGANIZATION;
    if organizations::get(tx, organization).await?.is_none() {
        return Ok(());
    }
    let users = [user.to_string()];
    members::add(tx, organization, &users).await.map_err(refused)?;
    if organization_roles::get(tx, role).await?.is_some() {
        members::roles::add(tx, organization, &users, &[role.to_owned()]).await.map_err(refused)?;
    }
    let joined = events::Members { added_users: &users, ..events::Members::default() };
    events::membership(tx, organization, joined).await
}
