//! Roles of members, the same for users and for applications.

use avouch_model::organization_roles::OrganizationRole;

use crate::row::Columns as _;
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tx, params};

/// A table of roles that members of one kind have in organizations.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MemberRoles {
    pub(crate) table: &'static str,
    /// Column of the member.
    pub(crate) member: &'static str,
}

impl MemberRoles {
    /// The roles that one member has, by name.
    pub(crate) async fn list(
        self,
        db: &impl Read,
        organization: &str,
        member: &str,
        page: Option<Page>,
    ) -> Result<Listing<OrganizationRole>> {
        let mut from = Sql::new(format!(
            "from organization_roles r join {} h on h.tenant_id = r.tenant_id and h.organization_role_id = r.id \
             where r.tenant_id = $1",
            self.table
        ));
        from.push_with(" and h.organization_id = {}", organization);
        from.push_with(&format!(" and h.{} = {{}}", self.member), member);
        db.list(OrganizationRole::columns("r"), from, "r.name, r.id", page).await
    }

    /// Gives every role to every member; those held already stay.
    pub(crate) async fn add(self, tx: &Tx, organization: &str, members: &[String], roles: &[String]) -> Result<()> {
        for members in members.chunks(100) {
            for roles in roles.chunks(100) {
                self.give(tx, organization, members, roles).await?;
            }
        }
        Ok(())
    }

    async fn give(self, tx: &Tx, organization: &str, members: &[String], roles: &[String]) -> Result<()> {
        let Self { table, member } = self;
        let head = format!("insert into {table} (tenant_id, organization_id, {member}, organization_role_id) values ");
        let mut sql = Sql::new(head);
        let organization = sql.bind(organization);
        let roles: Vec<usize> = roles.iter().map(|role| sql.bind(role)).collect();
        let mut separator = "";
        for member in members {
            let member = sql.bind(member);
            for role in &roles {
                sql.push(&format!("{separator}($1, ${organization}, ${member}, ${role})"));
                separator = ", ";
            }
        }
        sql.push(" on conflict do nothing");
        tx.run(sql).await.map(drop)
    }

    /// Takes all roles from a member.
    pub(crate) async fn clear(self, tx: &Tx, organization: &str, member: &str) -> Result<()> {
        let Self { table, member: column } = self;
        let sql = format!("delete from {table} where tenant_id = $1 and organization_id = $2 and {column} = $3");
        tx.execute(sql.into(), params![organization, member]).await.map(drop)
    }

    /// Takes a role from a member; answers whether it was held.
    pub(crate) async fn remove(self, tx: &Tx, organization: &str, member: &str, role: &str) -> Result<bool> {
        let Self { table, member: column } = self;
        let sql = format!(
            "delete from {table} \
             where tenant_id = $1 and organization_id = $2 and {column} = $3 and organization_role_id = $4"
        );
        Ok(tx.execute(sql.into(), params![organization, member, role]).await? > 0)
    }
}
