//! Users.

mod existing;
pub mod identities;
pub mod personal_access_tokens;
pub mod places;
pub mod roles;
pub mod trusted_devices;
pub mod words;

pub use existing::{any_active, existing};

use avouch_crypto::password::Hashed;
use avouch_model::applications::is_document;
use avouch_model::users::mfa::Factor;
use avouch_model::users::{PasswordAlgorithm, UserInfo, UserProfile};
use avouch_model::{Timestamp, UserId};
use avouch_shape::JsonObject;

use crate::dialect::Dialect;
use crate::row::{Columns as _, FromRow, Row, columns};
use crate::scope::Counting;
use crate::search::Search;
use crate::sql::{Listing, Page, Sql};
use crate::{Parsed, Read, Result, Tx, Value, dashboard, params, scope};

/// Name of the constraint that keeps user names apart.
pub const UNIQUE_USERNAME: &str = "users__username";
/// The same of e-mail addresses.
pub const UNIQUE_EMAIL: &str = "users__primary_email";
/// The same of phone numbers.
pub const UNIQUE_PHONE: &str = "users__primary_phone";

columns!(UserInfo {
    id: "id",
    username: "username",
    primary_email: "primary_email",
    primary_phone: "primary_phone",
    name: "name",
    avatar: "avatar",
    custom_data: "custom_data",
    identities: "identities",
    last_sign_in_at: "last_sign_in_at",
    created_at: "created_at",
    updated_at: "updated_at",
    profile: "profile",
    application_id: "application_id",
    cimd_client_id: "cimd_client_id",
    is_suspended: "is_suspended",
});

impl FromRow for UserProfile {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let user = UserInfo::from_row(row)?;
        let has_password = row.get::<Option<String>>(UserInfo::NAMES.len())?.is_some();
        Ok(Self {
            user,
            has_password,
            has_security_verification_method: None,
            sso_identities: None,
            password_hash: None,
        })
    }
}

/// The columns of a user as administrators see it: only whether there is a password leaves this module.
pub(crate) fn profile_columns(alias: &str) -> String {
    format!("{}, {alias}.password_encryption_method", UserInfo::columns(alias))
}

/// Which users to list.
#[derive(Debug, Default)]
pub struct Filter {
    /// Leave out those who hold this role.
    pub exclude_role: Option<String>,
    /// Leave out members of this organization.
    pub exclude_organization: Option<String>,
    /// Search by identifier, e-mail address, phone number, user name and name.
    pub search: Search,
}

/// Where counting the users who pass a search stops: to count more of them, everyone has to be looked at.
pub const MOST_COUNTED: i64 = 100_001;

/// The users who pass the filter, newest first; those who pass a search are counted up to [`MOST_COUNTED`].
pub async fn list(db: &impl Read, filter: &Filter, page: Option<Page>) -> Result<Listing<UserProfile>> {
    let mut from = Sql::new("from users u where u.tenant_id = $1");
    if let Some(role) = &filter.exclude_role {
        from.push_with(
            " and not exists (select 1 from users_roles h where h.tenant_id = $1 and h.user_id = u.id and h.role_id = {})",
            role,
        );
    }
    if let Some(organization) = &filter.exclude_organization {
        from.push_with(
            " and not exists (select 1 from organization_user_relations m where m.tenant_id = $1 and m.user_id = u.id \
             and m.organization_id = {})",
            organization,
        );
    }
    let index = words::index(db, &filter.search).await?;
    let few = filter.search.apply_to_users(&mut from, "u", scope::dialect(db), index.as_ref());
    let all = filter.exclude_role.is_none() && filter.exclude_organization.is_none() && filter.search.is_empty();
    let counting = match page {
        Some(_) if all => Counting::Known(dashboard::users(db).await?),
        Some(_) if !filter.search.is_empty() => Counting::UpTo(MOST_COUNTED),
        Some(_) | None => Counting::All,
    };
    let order = scope::dialect(db).newest_first(few);
    db.list_counted(profile_columns("u"), from, order, page, counting).await
}

/// One user.
pub async fn get(db: &impl Read, id: &str) -> Result<Option<UserProfile>> {
    let sql = format!("select {} from users u where u.tenant_id = $1 and u.id = $2", profile_columns("u"));
    db.first(sql.into(), params![id]).await
}

/// What of a user only sign-in needs.
#[derive(Debug)]
pub struct Account {
    /// The user.
    pub user: UserInfo,
    /// Hash of the password.
    pub password: Option<Hashed>,
    /// Settings of multi-factor authentication and passkeys.
    pub logto_config: JsonObject,
    /// Second factors.
    pub factors: Vec<Factor>,
    /// Whether the password has to be changed.
    pub is_password_expired: bool,
    /// When the password was last set.
    pub password_updated_at: Option<Timestamp>,
}

const ACCOUNT: &str = "u.password_encrypted, u.password_encryption_method, u.logto_config, u.mfa_verifications, \
                       u.is_password_expired, u.password_updated_at";

impl FromRow for Account {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let at = UserInfo::NAMES.len();
        let digest = row.get::<Option<String>>(at)?;
        let algorithm = row.get::<Option<PasswordAlgorithm>>(at + 1)?;
        Ok(Self {
            user: UserInfo::from_row(row)?,
            password: digest.zip(algorithm).map(|(digest, algorithm)| Hashed { algorithm, digest }),
            logto_config: row.get::<Parsed<JsonObject>>(at + 2)?.0,
            factors: row.get::<Parsed<Vec<Factor>>>(at + 3)?.0,
            is_password_expired: row.get(at + 4)?,
            password_updated_at: row.get(at + 5)?,
        })
    }
}

/// One user with what only sign-in needs.
pub async fn account(db: &impl Read, id: &str) -> Result<Option<Account>> {
    accounts(db, "u.id = $2", id).await
}

/// The same, held until the transaction ends.
pub async fn lock(tx: &Tx, id: &str) -> Result<Option<Account>> {
    accounts(tx, "u.id = $2 for update", id).await
}

async fn accounts(db: &impl Read, condition: &str, value: &str) -> Result<Option<Account>> {
    let sql =
        format!("select {}, {ACCOUNT} from users u where u.tenant_id = $1 and {condition}", UserInfo::columns("u"));
    db.first(sql.into(), params![value]).await
}

/// The second factors of a user, held until the transaction ends.
pub async fn lock_factors(tx: &Tx, id: &str) -> Result<Vec<Factor>> {
    let sql = "select mfa_verifications from users where tenant_id = $1 and id = $2 for update";
    let row = tx.first::<(Parsed<Vec<Factor>>,)>(sql.into(), params![id]).await?;
    Ok(row.map(|(factors,)| factors.0).unwrap_or_default())
}

/// Hashes of the passwords of several users, where they have one.
pub async fn password_hashes(db: &impl Read, ids: &[&str]) -> Result<Vec<(UserId, Option<Hashed>)>> {
    let sql =
        "select id, password_encrypted, password_encryption_method from users where tenant_id = $1 and id = any($2)";
    let rows = db.fetch::<(UserId, Option<String>, Option<PasswordAlgorithm>)>(sql.into(), vec![crate::texts(ids)]);
    let hashed = |digest: Option<String>, algorithm| {
        digest.zip(algorithm).map(|(digest, algorithm)| Hashed { algorithm, digest })
    };
    Ok(rows.await?.into_iter().map(|(id, digest, algorithm)| (id, hashed(digest, algorithm))).collect())
}

/// Conditions that the indices of names in any case serve: SQLite has to be told that there is a name.
const LOWER_USERNAME: &str = "lower(u.username) = lower($2) and u.username is not null";
const LOWER_EMAIL: &str = "lower(u.primary_email) = lower($2) and u.primary_email is not null";

/// Who has a user name; whether upper and lower case differ, the tenant decides.
pub async fn by_username(db: &impl Read, username: &str, case_sensitive: bool) -> Result<Option<Account>> {
    let condition = if case_sensitive { "u.username = $2" } else { LOWER_USERNAME };
    accounts(db, condition, username).await
}

/// Who has an e-mail address, in any case.
pub async fn by_email(db: &impl Read, email: &str) -> Result<Option<Account>> {
    accounts(db, LOWER_EMAIL, email).await
}

/// Who has one of several forms of a phone number.
pub async fn by_phone(db: &impl Read, forms: &[String]) -> Result<Option<Account>> {
    let columns = UserInfo::columns("u");
    let sql = format!("select {columns}, {ACCOUNT} from users u where u.tenant_id = $1 and u.primary_phone = any($2)");
    db.first(sql.into(), params![forms.to_vec()]).await
}

/// Makes others who want one of these names wait until the transaction ends. SQLite has one writer at a time anyway.
pub async fn reserve(tx: &Tx, mut names: Vec<String>) -> Result<()> {
    if names.is_empty() || scope::dialect(tx) == Dialect::Sqlite {
        return Ok(());
    }
    // In the same order everywhere, so that nobody waits for each other.
    names.sort();
    let sql = "select pg_advisory_xact_lock(hashtextextended($1::text || ' ' || name, 0)) from unnest($2::text[]) name";
    tx.execute(sql.into(), params![names]).await.map(drop)
}

/// What of a new user someone has already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// The user name.
    Username,
    /// The e-mail address.
    Email,
    /// The phone number.
    Phone,
}

/// The first of a user name (and whether its case matters), an e-mail address in any case and the forms of a phone
/// number that someone has.
pub async fn first_held(
    db: &impl Read,
    username: Option<(&str, bool)>,
    email: Option<&str>,
    phone: Option<Vec<String>>,
) -> Result<Option<Held>> {
    let mut sql = Sql::default();
    // A column of the row itself keeps SQLite from walking through an index that has all columns but not the order.
    let mut add = |kind: i64, condition: &str, value: Value| {
        let read = format!("case when u.is_suspended then {kind} else {kind} end as kind");
        let condition = condition.replace("$2", "{}");
        sql.push_with(&format!(" union all select {read} from users u where u.tenant_id = $1 and {condition}"), value);
    };
    if let Some((username, case_sensitive)) = username {
        add(1, if case_sensitive { "u.username = $2" } else { LOWER_USERNAME }, username.into());
    }
    if let Some(email) = email {
        add(2, LOWER_EMAIL, email.into());
    }
    if let Some(forms) = phone {
        add(3, "u.primary_phone = any($2)", forms.into());
    }
    let (text, params) = sql.into_parts();
    let Some(text) = text.strip_prefix(" union all ") else { return Ok(None) };
    let sql = format!("select min(kind)::bigint from ({text}) held");
    let row = db.first::<(Option<i64>,)>(sql.into(), params).await?;
    Ok(match row.and_then(|(kind,)| kind) {
        Some(1) => Some(Held::Username),
        Some(2) => Some(Held::Email),
        Some(_) => Some(Held::Phone),
        None => None,
    })
}

/// A number of users after one of them, oldest first, with the hashes of their passwords.
pub async fn after(
    db: &impl Read,
    last: Option<(Timestamp, &str)>,
    limit: i64,
) -> Result<Vec<(UserProfile, Option<Hashed>)>> {
    let mut sql =
        Sql::new(format!("select {}, u.password_encrypted from users u where u.tenant_id = $1", profile_columns("u")));
    if let Some((created, id)) = last {
        let (created, id) = (sql.bind(created), sql.bind(id));
        sql.push(&format!(" and (u.created_at, u.id) > (${created}, ${id})"));
    }
    sql.push_with(" order by u.created_at, u.id limit {}", limit);
    let rows = db.select::<WithHash>(sql).await?;
    Ok(rows.into_iter().map(|WithHash(user, hash)| (user, hash)).collect())
}

struct WithHash(UserProfile, Option<Hashed>);

impl FromRow for WithHash {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let at = UserInfo::NAMES.len();
        let algorithm = row.get::<Option<PasswordAlgorithm>>(at)?;
        let digest = row.get::<Option<String>>(at + 1)?;
        let hashed = digest.zip(algorithm).map(|(digest, algorithm)| Hashed { algorithm, digest });
        Ok(Self(UserProfile::from_row(row)?, hashed))
    }
}

/// A user to add.
#[derive(Debug)]
pub struct NewUser {
    /// The user.
    pub user: UserInfo,
    /// Hash of the password.
    pub password: Option<Hashed>,
}

/// Adds a user.
pub async fn create(tx: &Tx, new: &NewUser) -> Result<()> {
    let sql = "insert into users (tenant_id, id, username, primary_email, primary_phone, name, avatar, custom_data, \
               identities, last_sign_in_at, created_at, updated_at, profile, application_id, cimd_client_id, is_suspended, \
               password_encrypted, password_encryption_method, password_updated_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";
    let UserInfo {
        id,
        username,
        primary_email,
        primary_phone,
        name,
        avatar,
        custom_data,
        identities,
        last_sign_in_at,
        created_at,
        updated_at,
        profile,
        application_id,
        cimd_client_id,
        is_suspended,
    } = &new.user;
    let values = params![
        id,
        username.clone(),
        primary_email.clone(),
        primary_phone.clone(),
        name.clone(),
        avatar.clone(),
        custom_data,
        identities,
        *last_sign_in_at,
        *created_at,
        *updated_at,
        profile,
        application_id.as_ref(),
        cimd_client_id.clone(),
        *is_suspended,
        new.password.as_ref().map(|hashed| hashed.digest.clone()),
        new.password.as_ref().map(|hashed| hashed.algorithm),
        new.password.as_ref().map(|_| *created_at),
    ];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Writes the changed columns of a user; answers whether the user exists.
pub async fn update(tx: &Tx, id: &str, mut columns: Vec<(&'static str, Value)>) -> Result<bool> {
    columns.push(("updated_at", Value::Time(tx.now())));
    tx.update("users", id, columns).await
}

/// Writes the hash of a new password; answers whether the user exists.
pub async fn set_password(tx: &Tx, id: &str, hashed: &Hashed) -> Result<bool> {
    let columns = vec![
        ("password_encrypted", Value::from(&hashed.digest)),
        ("password_encryption_method", hashed.algorithm.into()),
        ("password_updated_at", Value::Time(tx.now())),
        ("is_password_expired", false.into()),
    ];
    update(tx, id, columns).await
}

/// Writes another hash of the same password, unless it was changed meanwhile: it is as old, and as expired, as before.
pub async fn rehash(tx: &Tx, id: &str, old: &Hashed, new: &Hashed) -> Result<()> {
    let sql = "update users set password_encrypted = $4, password_encryption_method = $5 \
               where tenant_id = $1 and id = $2 and password_encrypted = $3";
    tx.execute(sql.into(), params![id, old.digest.as_str(), new.digest.as_str(), new.algorithm]).await.map(drop)
}

/// Notes that a user signed in now.
pub async fn note_sign_in(tx: &Tx, id: &str) -> Result<()> {
    update(tx, id, vec![("last_sign_in_at", Value::Time(tx.now()))]).await.map(drop)
}

/// Notes the application that a user came through first.
pub async fn note_first_application(tx: &Tx, id: &str, application: &str) -> Result<()> {
    let column = if is_document(application) { "cimd_client_id" } else { "application_id" };
    let unset = "application_id is null and cimd_client_id is null";
    let sql = format!("update users set {column} = $3 where tenant_id = $1 and id = $2 and {unset}");
    tx.execute(sql.into(), params![id, application]).await.map(drop)
}

/// Removes a user with everything that is the user's; answers whether the user existed.
pub async fn delete(tx: &Tx, id: &str) -> Result<bool> {
    tx.delete("users", id).await
}
