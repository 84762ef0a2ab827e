//! Every kind of connector.

use crate::{Factory, email, sms, social};

/// Every kind of connector that can be chosen.
pub fn all() -> &'static [Factory] {
    ALL
}

/// One kind by its identifier; also those that are known and not offered.
pub fn find(id: &str) -> Option<&'static Factory> {
    ALL.iter().chain(RESERVED).find(|factory| factory.id == id)
}

const ALL: &[Factory] = &[
    social::alipay::NATIVE,
    social::alipay::WEB,
    social::amazon::FACTORY,
    social::apple::FACTORY,
    social::azuread::FACTORY,
    social::dingtalk::FACTORY,
    social::discord::FACTORY,
    social::facebook::FACTORY,
    social::feishu::FACTORY,
    social::github::FACTORY,
    social::gitlab::FACTORY,
    social::google::FACTORY,
    social::huggingface::FACTORY,
    social::kakao::FACTORY,
    social::kook::FACTORY,
    social::line::FACTORY,
    social::linkedin::FACTORY,
    social::naver::FACTORY,
    social::oauth2::FACTORY,
    social::oidc::FACTORY,
    social::patreon::FACTORY,
    social::qq::FACTORY,
    social::saml::FACTORY,
    social::slack::FACTORY,
    social::wechat::NATIVE,
    social::wechat::WEB,
    social::wecom::FACTORY,
    social::x::FACTORY,
    social::xiaomi::FACTORY,
    email::aliyun_direct_mail::FACTORY,
    email::aws_ses::FACTORY,
    email::http_email::FACTORY,
    email::mailgun::FACTORY,
    email::mailjunky::FACTORY,
    email::postmark::FACTORY,
    email::sendgrid::FACTORY,
    email::smtp::FACTORY,
    email::smtp2go::FACTORY,
    sms::aliyun::FACTORY,
    sms::aliyun_authentication::FACTORY,
    sms::gateway_api::FACTORY,
    sms::http_sms::FACTORY,
    sms::smsaero::FACTORY,
    sms::smsbao::FACTORY,
    sms::tencent::FACTORY,
    sms::twilio::FACTORY,
    sms::vonage::FACTORY,
    sms::whatsapp::FACTORY,
    sms::yunpian::FACTORY,
];

/// Kinds that only other installations use.
const RESERVED: &[Factory] = &[social::logto_social_demo::FACTORY, email::logto_email::FACTORY];
