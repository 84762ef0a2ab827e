//! Every kind of connector.

use crate::factory::{Factory, Kind, Platform};

/// Every kind of connector.
pub fn all() -> &'static [Factory] {
    ALL
}

/// One kind by its identifier.
pub fn find(id: &str) -> Option<&'static Factory> {
    ALL.iter().find(|factory| factory.id == id)
}

const fn social(
    id: &'static str,
    target: &'static str,
    platform: Platform,
    name: &'static str,
    fields: &'static str,
) -> Factory {
    let platform = Some(platform);
    Factory { id, target, kind: Kind::Social, platform, name, fields, is_standard: false, stores_tokens: false }
}

const fn message(
    kind: Kind,
    id: &'static str,
    target: &'static str,
    name: &'static str,
    fields: &'static str,
) -> Factory {
    Factory { id, target, kind, platform: None, name, fields, is_standard: false, stores_tokens: false }
}

impl Factory {
    const fn standard(mut self) -> Self {
        self.is_standard = true;
        self
    }

    const fn with_tokens(mut self) -> Self {
        self.stores_tokens = true;
        self
    }
}

/// What most OAuth providers give to a client.
const CLIENT: &str = "clientId!T clientSecret!T scope?ML";

const ALL: &[Factory] = &[
    social(
        "alipay-native",
        "alipay",
        Platform::Native,
        "Alipay (native)",
        "appId!T privateKey!ML signType?SEL(RSA|RSA2)=RSA2",
    ),
    social(
        "alipay-web",
        "alipay",
        Platform::Web,
        "Alipay",
        "appId!T privateKey!ML signType?SEL(RSA|RSA2)=RSA2 charset?SEL(gbk|utf8)=utf8 scope?T",
    ),
    social("amazon-universal", "amazon", Platform::Universal, "Amazon", CLIENT),
    social("apple-universal", "apple", Platform::Universal, "Apple", "clientId!T scope?ML"),
    social(
        "azuread-universal",
        "azuread",
        Platform::Universal,
        "Microsoft Entra ID",
        "clientId!T clientSecret!T cloudInstance!T=https://login.microsoftonline.com tenantId!T \
         prompts?MS(none|login|consent|select_account) scopes?T",
    ),
    social("dingtalk-web", "dingtalk", Platform::Web, "DingTalk", CLIENT),
    social("discord-universal", "discord", Platform::Universal, "Discord", CLIENT),
    social("facebook-universal", "facebook", Platform::Universal, "Facebook", CLIENT).with_tokens(),
    social("feishu-web", "feishu", Platform::Web, "Feishu", "appId!T appSecret!T"),
    social("github-universal", "github", Platform::Universal, "GitHub", CLIENT).with_tokens(),
    social("gitlab-universal", "gitlab", Platform::Universal, "GitLab", CLIENT),
    social(
        "google-universal",
        "google",
        Platform::Universal,
        "Google",
        "clientId!T clientSecret!T scope?ML prompts?MS(none|consent|select_account)=select_account \
         offlineAccess?SW=false",
    )
    .with_tokens(),
    social("huggingface-universal", "huggingface", Platform::Universal, "Hugging Face", CLIENT),
    social("kakao-universal", "kakao", Platform::Universal, "Kakao", "clientId!T clientSecret?T"),
    social("kook-universal", "kook", Platform::Universal, "Kook", CLIENT),
    social("line-universal", "line", Platform::Universal, "LINE", CLIENT),
    social("linkedin-universal", "linkedin", Platform::Universal, "LinkedIn", CLIENT),
    social("naver-universal", "naver", Platform::Universal, "Naver", "clientId!T clientSecret!T"),
    social(
        "oauth2",
        "oauth2",
        Platform::Universal,
        "OAuth 2.0",
        "authorizationEndpoint!T tokenEndpoint!T userInfoEndpoint!T clientId!T clientSecret!T \
         tokenEndpointAuthMethod!SEL(client_secret_post|client_secret_basic|client_secret_jwt)=client_secret_post \
         clientSecretJwtSigningAlgorithm!SEL(HS256|HS384|HS512)=HS256 \
         tokenEndpointResponseType?SEL(query-string|json)=query-string scope?ML profileMap?J \
         customConfig?J={}",
    )
    .standard()
    .with_tokens(),
    social(
        "oidc",
        "oidc",
        Platform::Universal,
        "OpenID Connect",
        "authorizationEndpoint!T tokenEndpoint!T clientId!T clientSecret!T \
         tokenEndpointAuthMethod!SEL(client_secret_post|client_secret_basic|client_secret_jwt)=client_secret_post \
         clientSecretJwtSigningAlgorithm!SEL(HS256|HS384|HS512)=HS256 scope!ML=openid \
         acceptStringTypedBooleanClaims?SW=false trustUnverifiedEmail?SW=false \
         idTokenVerificationConfig!J authRequestOptionalConfig?J customConfig?J={}",
    )
    .standard()
    .with_tokens(),
    social("patreon-universal", "patreon", Platform::Universal, "Patreon", CLIENT),
    social("qq-universal", "qq", Platform::Universal, "QQ", CLIENT),
    social(
        "saml",
        "saml",
        Platform::Universal,
        "SAML",
        "entityID!T signInEndpoint?T x509Certificate!ML idpMetadataXml!ML \
         assertionConsumerServiceUrl!T \
         requestSignatureAlgorithm?SEL(rsa-sha1|rsa-sha256|rsa-sha512)=rsa-sha256 \
         messageSigningOrder?SEL(sign-then-encrypt|encrypt-then-sign)=sign-then-encrypt \
         signAuthnRequest?SW=false privateKey?ML privateKeyPass?T encryptAssertion?SW=false \
         encPrivateKey?ML encPrivateKeyPass?T nameIDFormat?T timeout?N=10000 profileMap?J",
    )
    .standard(),
    social("slack-universal", "slack", Platform::Universal, "Slack", CLIENT),
    social("wechat-native", "wechat", Platform::Native, "WeChat (native)", "appId!T appSecret!T universalLinks?T"),
    social("wechat-web", "wechat", Platform::Web, "WeChat", "appId!T appSecret!T scope?ML"),
    social("wecom-universal", "wecom", Platform::Universal, "WeCom", "corpId!T appSecret!T agentId!T scope?ML"),
    social("x-universal", "x", Platform::Universal, "X", CLIENT),
    social(
        "xiaomi-universal",
        "xiaomi",
        Platform::Universal,
        "Xiaomi",
        "clientId!T clientSecret!T scope?ML skipConfirm?SW",
    ),
    message(
        Kind::Email,
        "aliyun-direct-mail",
        "aliyun-dm",
        "Aliyun Direct Mail",
        "accessKeyId!T accessKeySecret!T \
         regionId?SEL(cn-hangzhou|ap-southeast-1|ap-southeast-2|eu-central-1|us-east-1)=cn-hangzhou \
         accountName!T fromAlias?T templates!J=templates",
    ),
    message(
        Kind::Email,
        "aws-ses-mail",
        "aws-ses",
        "AWS SES",
        "accessKeyId!T accessKeySecret!T region!T emailAddress?T emailAddressIdentityArn?T \
         feedbackForwardingEmailAddress?T feedbackForwardingEmailAddressIdentityArn?T \
         configurationSetName?T templates!J=templates",
    ),
    message(Kind::Email, "http-email", "http-email", "HTTP email", "endpoint!T authorization?T"),
    message(
        Kind::Email,
        "mailgun-email",
        "mailgun-email",
        "Mailgun",
        "endpoint?T domain!T apiKey!T from!T deliveries!J={}",
    ),
    message(
        Kind::Email,
        "mailjunky-email-service",
        "mailjunky-mail",
        "MailJunky",
        "apiKey!T fromEmail!T fromName?T templates!J=templates",
    ),
    message(
        Kind::Email,
        "postmark-mail",
        "postmark-mail",
        "Postmark",
        "serverToken!T fromEmail!T templates!J=templates",
    ),
    message(
        Kind::Email,
        "sendgrid-email-service",
        "sendgrid-mail",
        "SendGrid",
        "apiKey!T fromEmail!T fromName?T templates!J=templates",
    ),
    message(
        Kind::Email,
        "simple-mail-transfer-protocol",
        "smtp",
        "SMTP",
        "host!T port!N auth!J={} fromEmail!T replyTo?T templates!J=templates logger?SW debug?SW \
         disableFileAccess?SW disableUrlAccess?SW name?T localAddress?T connectionTimeout?N=120000 \
         greetingTimeout?N=30000 socketTimeout?N=600000 dnsTimeout?N=30000 secure?SW=false \
         tls?J={} servername?T ignoreTLS?SW requireTLS?SW customHeaders?J={}",
    ),
    message(
        Kind::Email,
        "smtp2go-email-service",
        "smtp2go-email",
        "SMTP2GO",
        "apiKey!T sender!T senderName?T templates!J=templates",
    ),
    message(
        Kind::Sms,
        "aliyun-short-message-service",
        "aliyun-sms",
        "Aliyun SMS",
        "accessKeyId!T accessKeySecret!T signName!T templates!J=templates \
         strictPhoneRegionNumberCheck?SW=false",
    ),
    message(
        Kind::Sms,
        "aliyun-short-message-auth-service",
        "aliyun-sms-mas",
        "Aliyun SMS authentication",
        "accessKeyId!T accessKeySecret!T signName!T templates!J=templates",
    ),
    message(
        Kind::Sms,
        "gatewayapi-sms",
        "gatewayapi-sms",
        "GatewayAPI",
        "endpoint!T=https://gatewayapi.com/rest/mtsms apiToken!T sender!T templates!J=templates",
    ),
    message(Kind::Sms, "http-sms", "http-sms", "HTTP SMS", "endpoint!T authorization?T"),
    message(
        Kind::Sms,
        "smsaero-short-message-service",
        "smsaero-sms",
        "SMS Aero",
        "email!T apiKey!T senderName!T templates!J=templates",
    ),
    message(
        Kind::Sms,
        "smsbao-sms",
        "smsbao-sms",
        "SMSBao",
        "username!T passwordOrApiKey!T goodsId?T templates!J=templates",
    ),
    message(
        Kind::Sms,
        "tencent-short-message-service",
        "tencent-sms",
        "Tencent SMS",
        "accessKeyId!T accessKeySecret!T signName!T sdkAppId!T region!T templates!J=templates",
    ),
    message(
        Kind::Sms,
        "twilio-short-message-service",
        "twilio-sms",
        "Twilio",
        "accountSID!T authToken!T fromMessagingServiceSID!T disableRiskCheck?SW=false \
         templates!J=templates",
    ),
    message(Kind::Sms, "vonage-sms", "vonage-sms", "Vonage", "apiKey!T apiSecret!T brandName!T templates!J=templates"),
    message(
        Kind::Sms,
        "whatsapp-short-message-service",
        "whatsapp-sms",
        "WhatsApp",
        "accessToken!T phoneNumberId!T templates!J=templates",
    ),
    message(
        Kind::Sms,
        "yunpian-sms",
        "yunpian-sms",
        "Yunpian",
        "apikey!T templates!J=templates enableInternational?SW=false unsupportedCountriesMsg?T",
    ),
];
