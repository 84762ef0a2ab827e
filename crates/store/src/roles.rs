//! Tenant-level roles.

pub mod applications;
pub mod scopes;
pub mod users;

use avouch_model::applications::FeaturedApplication;
use avouch_model::roles::{INTERNAL_PREFIX, Role, RoleWithHolders};
use avouch_model::users::FeaturedUser;
use avouch_model::{RoleId, RoleType};

use crate::changes::Change;
use crate::row::{Columns as _, FromRow, Row, columns};
use crate::search::Search;
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tx, Value, params, scope};

columns!(Role {
    tenant_id: "tenant_id",
    id: "id",
    name: "name",
    description: "description",
    r#type: "type",
    is_default: "is_default",
});

/// Name of the constraint that keeps names apart.
pub const UNIQUE_NAME: &str = "roles__name";

/// How many holders a list shows of each role.
const FEATURED: i64 = 3;

/// Which roles to list.
#[derive(Debug, Default)]
pub struct Filter {
    /// Only roles for users, or only roles for applications.
    pub kind: Option<RoleType>,
    /// Leave out those that this user holds.
    pub exclude_user: Option<String>,
    /// Leave out those that this application holds.
    pub exclude_application: Option<String>,
    /// Search by identifier, name and description.
    pub search: Search,
}

/// The roles that pass the filter, without internal ones, with their holders.
pub async fn list(db: &impl Read, filter: &Filter, page: Option<Page>) -> Result<Listing<RoleWithHolders>> {
    let mut from = Sql::new("from roles r where r.tenant_id = $1");
    from.push_with(" and r.name not like {}", format!("{INTERNAL_PREFIX}%"));
    if let Some(kind) = filter.kind {
        from.push_with(" and r.type = {}", kind);
    }
    if let Some(user) = &filter.exclude_user {
        from.push_with(
            " and not exists (select 1 from users_roles h where h.tenant_id = $1 and h.role_id = r.id and h.user_id = {})",
            user,
        );
    }
    if let Some(application) = &filter.exclude_application {
        from.push_with(
            " and not exists (select 1 from applications_roles h where h.tenant_id = $1 and h.role_id = r.id and h.application_id = {})",
            application,
        );
    }
    filter.search.apply(&mut from, "r", scope::dialect(db));
    let roles = db.list::<Role>(Role::columns("r"), from, "r.name, r.id", page).await?;
    with_holders(db, roles).await
}

async fn with_holders(db: &impl Read, roles: Listing<Role>) -> Result<Listing<RoleWithHolders>> {
    let ids = crate::texts(roles.rows.iter().map(|role| role.id.as_str()));
    let users =
        holders::<Holder<FeaturedUser>>(db, "users_roles", "user_id", "users", "x.id, x.avatar, x.name", &ids).await?;
    let applications = holders::<Holder<FeaturedApplication>>(
        db,
        "applications_roles",
        "application_id",
        "applications",
        "x.id, x.name, x.type",
        &ids,
    )
    .await?;
    Ok(roles.map(|role| {
        let users: Vec<_> = users.iter().filter(|holder| holder.role == role.id).collect();
        let applications: Vec<_> = applications.iter().filter(|holder| holder.role == role.id).collect();
        RoleWithHolders {
            users_count: users.first().map_or(0, |holder| holder.count),
            featured_users: users.iter().map(|holder| holder.entity.clone()).collect(),
            applications_count: applications.first().map_or(0, |holder| holder.count),
            featured_applications: applications.iter().map(|holder| holder.entity.clone()).collect(),
            role,
        }
    }))
}

/// A holder of a role, with the number of all its holders.
struct Holder<T> {
    role: RoleId,
    count: i64,
    entity: T,
}

impl FromRow for Holder<FeaturedUser> {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let entity = FeaturedUser { id: row.get(2)?, avatar: row.get(3)?, name: row.get(4)? };
        Ok(Self { role: row.get(0)?, count: row.get(1)?, entity })
    }
}

impl FromRow for Holder<FeaturedApplication> {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let entity = FeaturedApplication { id: row.get(2)?, name: row.get(3)?, r#type: row.get(4)? };
        Ok(Self { role: row.get(0)?, count: row.get(1)?, entity })
    }
}

/// The first few holders of each of several roles, in one query.
async fn holders<T: FromRow>(
    db: &impl Read,
    relation: &str,
    column: &str,
    table: &str,
    shown: &str,
    roles: &Value,
) -> Result<Vec<T>> {
    let sql = format!(
        "select n.role_id, n.holders, {shown} from (\
           select h.role_id, h.{column}, count(*) over (partition by h.role_id) as holders, \
                  row_number() over (partition by h.role_id order by h.{column}) as place \
           from {relation} h where h.tenant_id = $1 and h.role_id = any($2)) n \
         join {table} x on x.tenant_id = $1 and x.id = n.{column} \
         where n.place <= $3 order by n.role_id, n.place"
    );
    db.fetch(sql.into(), vec![roles.clone(), Value::Int(FEATURED)]).await
}

/// One role.
pub async fn get(db: &impl Read, id: &str) -> Result<Option<Role>> {
    let sql = format!("select {} from roles r where r.tenant_id = $1 and r.id = $2", Role::columns("r"));
    db.first(sql.into(), params![id]).await
}

/// The role of a name.
pub async fn by_name(db: &impl Read, name: &str) -> Result<Option<Role>> {
    let sql = format!("select {} from roles r where r.tenant_id = $1 and r.name = $2", Role::columns("r"));
    db.first(sql.into(), params![name]).await
}

/// Those of several roles that exist.
pub async fn existing(db: &impl Read, ids: &[String]) -> Result<Vec<Role>> {
    let sql = format!("select {} from roles r where r.tenant_id = $1 and r.id = any($2)", Role::columns("r"));
    db.fetch(sql.into(), params![ids.to_vec()]).await
}

/// Adds a role.
pub async fn create(tx: &Tx, role: &Role) -> Result<()> {
    let sql = "insert into roles (tenant_id, id, name, description, type, is_default) values ($1, $2, $3, $4, $5, $6)";
    tx.execute(sql.into(), params![&role.id, &role.name, &role.description, role.r#type, role.is_default])
        .await
        .map(drop)
}

/// Writes the changed columns of a role; answers whether it exists.
pub async fn update(tx: &Tx, id: &str, columns: Vec<(&'static str, Value)>) -> Result<bool> {
    let mut sql = Sql::new("update roles set ");
    for (column, value) in columns {
        sql.set(column, value);
    }
    sql.push_with(" where tenant_id = $1 and id = {}", id);
    Ok(tx.run(sql).await? > 0)
}

/// Removes a role and takes it from everyone; answers whether it existed.
pub async fn delete(tx: &Tx, id: &RoleId) -> Result<bool> {
    changed(tx, id);
    Ok(tx.execute("delete from roles where tenant_id = $1 and id = $2".into(), params![id]).await? > 0)
}

pub(crate) fn changed(tx: &Tx, id: &RoleId) {
    tx.changed(Change::Role(Read::id(tx).clone(), id.clone()));
}
