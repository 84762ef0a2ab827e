//! Organizations.

pub mod applications;
pub mod jit;
mod member_roles;
pub mod users;

use avouch_model::organizations::{FeaturedOrganization, NamedRole, Organization};
use avouch_model::users::FeaturedUser;

use crate::relation::Link;
use crate::row::{Columns as _, FromRow, Row, columns};
use crate::search::Search;
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tx, Value, params, scope};

columns!(Organization {
    tenant_id: "tenant_id",
    id: "id",
    name: "name",
    description: "description",
    custom_data: "custom_data",
    is_mfa_required: "is_mfa_required",
    is_trusted_device_allowed: "is_trusted_device_allowed",
    color: "color",
    branding: "branding",
    custom_css: "custom_css",
    created_at: "created_at",
});

/// How many members a list shows of each organization.
const FEATURED: i64 = 3;

/// Users who are members.
pub(crate) const USERS: Link =
    Link { table: "organization_user_relations", parent: "organization_id", child: "user_id" };

/// Applications that are members.
pub(crate) const APPLICATIONS: Link =
    Link { table: "organization_application_relations", parent: "organization_id", child: "application_id" };

/// The organizations that match, by name.
pub async fn list(db: &impl Read, search: &Search, page: Option<Page>) -> Result<Listing<Organization>> {
    let mut from = Sql::new("from organizations o where o.tenant_id = $1");
    search.apply(&mut from, "o", scope::dialect(db));
    db.list(Organization::columns("o"), from, "o.name, o.id", page).await
}

/// A member of an organization, with the number of all its members.
struct Member {
    organization: String,
    count: i64,
    user: FeaturedUser,
}

impl FromRow for Member {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let user = FeaturedUser { id: row.get(2)?, avatar: row.get(3)?, name: row.get(4)? };
        Ok(Self { organization: row.get(0)?, count: row.get(1)?, user })
    }
}

/// Adds the number of members to each organization of a list, and the first few.
pub async fn featured(db: &impl Read, list: Listing<Organization>) -> Result<Listing<FeaturedOrganization>> {
    let sql = "select n.organization_id, n.members, u.id, u.avatar, u.name from (\
                 select h.organization_id, h.user_id, count(*) over (partition by h.organization_id) as members, \
                        row_number() over (partition by h.organization_id order by h.user_id) as place \
                 from organization_user_relations h where h.tenant_id = $1 and h.organization_id = any($2)) n \
               join users u on u.tenant_id = $1 and u.id = n.user_id \
               where n.place <= $3 order by n.organization_id, n.place";
    let ids = crate::texts(list.rows.iter().map(|organization| organization.id.as_str()));
    let members = db.fetch::<Member>(sql.into(), vec![ids, Value::Int(FEATURED)]).await?;
    Ok(list.map(|organization| {
        let own: Vec<_> = members.iter().filter(|member| member.organization == organization.id.as_str()).collect();
        FeaturedOrganization {
            users_count: Some(own.first().map_or(0, |member| member.count)),
            featured_users: Some(own.into_iter().map(|member| member.user.clone()).collect()),
            organization,
        }
    }))
}

/// One organization.
pub async fn get(db: &impl Read, id: &str) -> Result<Option<Organization>> {
    let sql =
        format!("select {} from organizations o where o.tenant_id = $1 and o.id = $2", Organization::columns("o"));
    db.first(sql.into(), params![id]).await
}

/// Adds an organization.
pub async fn create(tx: &Tx, organization: &Organization) -> Result<()> {
    let sql = "insert into organizations (tenant_id, id, name, description, custom_data, is_mfa_required, \
               is_trusted_device_allowed, color, branding, custom_css, created_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let Organization {
        tenant_id: _,
        id,
        name,
        description,
        custom_data,
        is_mfa_required,
        is_trusted_device_allowed,
        color,
        branding,
        custom_css,
        created_at,
    } = organization;
    let values = params![
        id,
        name,
        description.clone(),
        custom_data,
        *is_mfa_required,
        *is_trusted_device_allowed,
        color,
        branding,
        custom_css.clone(),
        *created_at
    ];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Writes the changed columns of an organization; answers whether it exists.
pub async fn update(tx: &Tx, id: &str, columns: Vec<(&'static str, Value)>) -> Result<bool> {
    tx.update("organizations", id, columns).await
}

/// Removes an organization with all memberships; answers whether it existed.
pub async fn delete(tx: &Tx, id: &str) -> Result<bool> {
    tx.delete("organizations", id).await
}

/// Roles that members of a kind have, one row a member and role.
#[derive(Debug)]
struct MemberRole {
    member: String,
    role: NamedRole,
}

impl FromRow for MemberRole {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { member: row.get(0)?, role: NamedRole { id: row.get(1)?, name: row.get(2)? } })
    }
}

/// What a query of roles by member answers, ready to be handed out member by member.
#[derive(Debug)]
pub struct Roles(Vec<MemberRole>);

impl Roles {
    /// Runs a query whose rows are member, role and the role's name.
    pub(crate) async fn read(db: &impl Read, sql: String, params: Vec<Value>) -> Result<Self> {
        db.fetch(sql.into(), params).await.map(Self)
    }

    /// The roles of one member.
    pub fn of(&self, member: &str) -> Vec<NamedRole> {
        self.0.iter().filter(|row| row.member == member).map(|row| row.role.clone()).collect()
    }
}
