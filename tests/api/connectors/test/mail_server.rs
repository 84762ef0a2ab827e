//! A mail server that keeps what it is sent.

use std::net::IpAddr;
use std::sync::Arc;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_rustls::TlsAcceptor;

/// How one comes in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    /// Unencrypted.
    Plain,
    /// Unencrypted until the client asks for more.
    StartTls,
    /// Encrypted from the first byte on.
    Tls,
    /// Open, but nobody is at home.
    Silent,
}

/// What a server offers.
#[derive(Clone, Copy)]
pub(super) struct Offer {
    pub(super) door: Door,
    /// Ways to prove who one is.
    pub(super) mechanisms: &'static str,
    /// What is answered to every recipient.
    pub(super) recipient: &'static str,
}

impl Offer {
    pub(super) const USUAL: Self = Self { door: Door::Plain, mechanisms: "PLAIN LOGIN", recipient: "250 fine" };
}

/// A mail that came.
#[derive(Clone, Debug)]
pub(super) struct Mail {
    /// The number of the connection.
    pub(super) connection: usize,
    /// The address that it came from.
    pub(super) from: IpAddr,
    pub(super) is_encrypted: bool,
    /// The mechanism, and what was said by it.
    pub(super) login: String,
    /// Everything since the mail before.
    pub(super) text: String,
}

pub(super) struct MailServer {
    pub(super) port: u16,
    /// What its certificate is believed by.
    pub(super) authority: String,
    pub(super) heard: UnboundedReceiver<Mail>,
}

/// The password that is taken.
pub(super) const PASSWORD: &str = "p";

#[derive(Clone)]
struct Clerk {
    offer: Offer,
    tls: TlsAcceptor,
    told: UnboundedSender<Mail>,
    connection: usize,
    from: IpAddr,
}

impl MailServer {
    pub(super) async fn start(offer: Offer) -> Self {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        let tls = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (told, heard) = unbounded_channel();
        tokio::spawn(async move {
            for connection in 1.. {
                let (stream, peer) = listener.accept().await.unwrap();
                let (tls, told, from) = (tls.clone(), told.clone(), peer.ip());
                tokio::spawn(Clerk { offer, tls, told, connection, from }.receive(stream));
            }
        });
        Self { port, authority: made.cert.pem(), heard }
    }

    pub(super) async fn next(&mut self) -> Mail {
        self.heard.recv().await.unwrap()
    }
}

impl Clerk {
    async fn receive(self, stream: TcpStream) {
        match self.offer.door {
            Door::Silent => std::future::pending().await,
            Door::Tls => {
                if let Ok(stream) = self.tls.accept(stream).await {
                    self.talk(stream, true).await;
                }
            }
            Door::Plain | Door::StartTls => {
                if let Some(stream) = self.talk(stream, false).await
                    && let Ok(stream) = self.tls.accept(stream).await
                {
                    self.talk(stream, true).await;
                }
            }
        }
    }

    /// Talks until the other side is gone, or wants to be encrypted.
    async fn talk<S: AsyncRead + AsyncWrite + Unpin>(&self, stream: S, is_encrypted: bool) -> Option<S> {
        let mut stream = BufReader::new(stream);
        let (mut text, mut login, mut line) = (String::new(), String::new(), String::new());
        // Whoever is upgraded was greeted before.
        if !(is_encrypted && self.offer.door == Door::StartTls) {
            stream.write_all(b"220 ready\r\n").await.ok()?;
        }
        while let Ok(1..) = stream.read_line(&mut line).await {
            let said = std::mem::take(&mut line);
            let said = said.trim_end();
            text.extend([said, "\n"]);
            let answer = match said {
                "STARTTLS" => {
                    stream.write_all(b"220 go on\r\n").await.ok()?;
                    return Some(stream.into_inner());
                }
                "DATA" => {
                    stream.write_all(b"354 go on\r\n").await.ok()?;
                    while line != ".\r\n" {
                        text.push_str(&std::mem::take(&mut line));
                        stream.read_line(&mut line).await.ok()?;
                    }
                    line.clear();
                    let (connection, from, text) = (self.connection, self.from, std::mem::take(&mut text));
                    self.told.send(Mail { connection, from, is_encrypted, login: login.clone(), text }).ok()?;
                    "250 kept".to_owned()
                }
                said if said.starts_with("EHLO") => self.offers(is_encrypted),
                said if said.starts_with("AUTH ") => {
                    login = proof(&mut stream, said).await?;
                    if login.ends_with(&format!(" {PASSWORD}")) { "235 fine" } else { "535 5.7.8 who?" }.to_owned()
                }
                said if said.starts_with("RCPT") => self.offer.recipient.to_owned(),
                _ => "250 fine".to_owned(),
            };
            stream.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
        }
        None
    }

    fn offers(&self, is_encrypted: bool) -> String {
        let upgrade = if self.offer.door == Door::StartTls && !is_encrypted { "250-STARTTLS\r\n" } else { "" };
        format!("250-here\r\n{upgrade}250 AUTH {}", self.offer.mechanisms)
    }
}

/// The mechanism and what is said by it, with blanks between.
async fn proof<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufReader<S>, said: &str) -> Option<String> {
    let plain = |text: &str| String::from_utf8(BASE64_STANDARD.decode(text.trim()).unwrap()).unwrap();
    let mut words = said.split(' ').skip(1);
    let mechanism = words.next()?.to_owned();
    let parts = if mechanism == "LOGIN" {
        let mut parts = Vec::new();
        for prompt in ["Username:", "Password:"] {
            stream.write_all(format!("334 {}\r\n", BASE64_STANDARD.encode(prompt)).as_bytes()).await.ok()?;
            let mut line = String::new();
            stream.read_line(&mut line).await.ok()?;
            parts.push(plain(&line));
        }
        parts.join(" ")
    } else {
        plain(words.next()?).trim_matches(['\0', '\u{1}']).replace(['\0', '\u{1}'], " ")
    };
    Some(format!("{mechanism} {parts}"))
}
