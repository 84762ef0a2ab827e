//! What can be done in whatever order.

use proptest::prelude::*;

/// Addresses of a user without a second factor, of one with, of one who is suspended, and of nobody yet.
pub(super) const PEOPLE: [&str; 5] =
    ["ada@example.test", "bob@example.test", "eve@example.test", "new@example.test", "newer@example.test"];

/// Bob's number.
pub(super) const PHONE: &str = "14155552671";

/// What the tenant wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum House {
    /// People are asked for a second factor, and may decline.
    Optional,
    /// Everyone has a second factor.
    Mandatory,
    /// Members of an organization have one.
    Organization,
    /// Circumstances decide, and speak against everyone.
    Adaptive,
    /// Codes by mail are second factors, and passwords the first.
    Mail,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Move {
    Start(&'static str),
    Change(&'static str),
    Send(usize, &'static str),
    SendText(&'static str),
    Show { right: bool },
    Password { who: &'static str, right: bool },
    Identity(u8),
    Link(usize, &'static str),
    Social { right: bool },
    Enterprise { right: bool },
    SignInPasskey { right: bool },
    Identify { known: bool, link: bool },
    Secret,
    NewTotp { right: bool },
    OwnTotp { right: bool },
    Codes,
    BackupCode,
    MfaCode,
    ShowMfa { right: bool },
    NewPasskey,
    OwnPasskey { right: bool },
    Bind(&'static str),
    Say(&'static str),
    Give(&'static str),
    NewPassword,
    Remember,
    Submit,
    Refuse,
}

fn event() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["SignIn", "Register", "ForgotPassword"])
}

fn house() -> impl Strategy<Value = House> {
    prop::sample::select(vec![House::Optional, House::Mandatory, House::Organization, House::Adaptive, House::Mail])
}

/// How someone proves to be someone.
fn first() -> impl Strategy<Value = Vec<Move>> {
    let event = || prop::sample::select(vec!["SignIn", "SignIn", "Register", "ForgotPassword"]);
    let bob = || Move::Password { who: "bob", right: true };
    prop_oneof![
        3 => (0..PEOPLE.len(), event()).prop_map(|(person, event)| {
            vec![Move::Start(event), Move::Send(person, event), Move::Show { right: true }]
        }),
        3 => event().prop_map(move |event| vec![Move::Start(event), bob()]),
        1 => event().prop_map(|event| vec![Move::Start(event), Move::SendText(event), Move::Show { right: true }]),
        1 => event().prop_map(|event| vec![Move::Start(event), Move::Social { right: true }]),
        1 => event().prop_map(|event| vec![Move::Start(event), Move::Enterprise { right: true }]),
        1 => event().prop_map(|event| vec![Move::Start(event), Move::SignInPasskey { right: true }]),
        1 => (0..PEOPLE.len(), event()).prop_map(|(person, event)| vec![Move::Start(event), Move::Link(person, event)]),
    ]
}

/// What comes after it, as an honest person does.
fn rest() -> impl Strategy<Value = Vec<Move>> {
    let app = || vec![Move::Secret, Move::NewTotp { right: true }, Move::Bind("Totp")];
    let papers = || vec![Move::Codes, Move::Bind("BackupCode"), Move::Submit];
    let no = |what: &'static str| Move::Say(what);
    prop::sample::select(vec![
        vec![Move::Submit],
        vec![no("passkey-skipped"), no("mfa-skipped"), no("mfa-suggestion-skipped"), Move::Submit],
        vec![Move::OwnTotp { right: true }, Move::Submit, Move::Remember, Move::Submit],
        vec![Move::OwnPasskey { right: true }, Move::Submit],
        vec![Move::MfaCode, Move::ShowMfa { right: true }, Move::Submit],
        vec![Move::NewPassword, Move::Submit],
        [app(), vec![no("passkey-skipped")], papers()].concat(),
        [vec![Move::NewPasskey, Move::Bind("WebAuthn")], papers()].concat(),
    ])
}

fn anything() -> impl Strategy<Value = Move> {
    let right = any::<bool>;
    let person = || 0..PEOPLE.len();
    let proofs = prop_oneof![
        2 => (person(), event()).prop_map(|(person, event)| Move::Send(person, event)),
        1 => event().prop_map(Move::SendText),
        3 => right().prop_map(|right| Move::Show { right }),
        1 => (prop::sample::select(vec!["ada", "bob", "eve"]), right())
            .prop_map(|(who, right)| Move::Password { who, right }),
        1 => any::<u8>().prop_map(|number| Move::Identity(number % 4)),
        1 => (person(), event()).prop_map(|(person, event)| Move::Link(person, event)),
        1 => right().prop_map(|right| Move::Social { right }),
        1 => right().prop_map(|right| Move::Enterprise { right }),
        1 => right().prop_map(|right| Move::SignInPasskey { right }),
        4 => any::<(bool, bool)>().prop_map(|(known, link)| Move::Identify { known, link }),
    ];
    let factors = prop_oneof![
        2 => Just(Move::Secret),
        2 => right().prop_map(|right| Move::NewTotp { right }),
        2 => right().prop_map(|right| Move::OwnTotp { right }),
        2 => Just(Move::Codes),
        2 => Just(Move::BackupCode),
        1 => Just(Move::MfaCode),
        1 => right().prop_map(|right| Move::ShowMfa { right }),
        1 => Just(Move::NewPasskey),
        1 => right().prop_map(|right| Move::OwnPasskey { right }),
        3 => prop::sample::select(vec!["Totp", "BackupCode", "WebAuthn", "EmailVerificationCode"]).prop_map(Move::Bind),
        3 => prop::sample::select(vec!["mfa-skipped", "mfa-enabled", "mfa-suggestion-skipped", "passkey-skipped"])
            .prop_map(Move::Say),
        1 => Just(Move::Remember),
    ];
    prop_oneof![
        1 => event().prop_map(Move::Start),
        3 => event().prop_map(Move::Change),
        12 => proofs,
        12 => factors,
        2 => prop::sample::select(vec!["username", "password", "email", "social", "extraProfile"]).prop_map(Move::Give),
        1 => Just(Move::NewPassword),
        6 => Just(Move::Submit),
        1 => Just(Move::Refuse),
    ]
}

/// A house and a walk through it.
pub(super) fn walks() -> impl Strategy<Value = (House, Vec<Move>)> {
    let honest = (first(), rest(), any::<bool>())
        .prop_map(|(first, rest, link)| [first, vec![Move::Identify { known: true, link }], rest].concat());
    let step = prop_oneof![1 => honest, 3 => anything().prop_map(|one| vec![one])];
    (house(), prop::collection::vec(step, 4..16).prop_map(|steps| steps.concat()))
}
