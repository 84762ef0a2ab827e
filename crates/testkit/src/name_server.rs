//! A name server whose records the test writes.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use hickory_resolver::proto::op::{Message, ResponseCode};
use hickory_resolver::proto::rr::rdata::{A, CNAME, TXT};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use tokio::net::UdpSocket;

type Records = HashMap<(String, RecordType), Vec<RData>>;

/// A name server on a port of this machine.
#[derive(Clone, Debug)]
pub struct NameServer {
    /// Where it is asked.
    pub address: SocketAddr,
    records: Arc<Mutex<Option<Records>>>,
}

impl NameServer {
    /// One that knows no names yet.
    pub async fn start() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a free port");
        let address = socket.local_addr().expect("an address");
        let server = Self { address, records: Arc::new(Mutex::new(Some(Records::new()))) };
        tokio::spawn(server.clone().serve(socket));
        server
    }

    async fn serve(self, socket: UdpSocket) {
        let mut buffer = [0; 4096];
        while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
            let Some(asked) = buffer.get(..length).and_then(|bytes| Message::from_vec(bytes).ok()) else { continue };
            let answer = self.answer(&asked).to_vec().expect("an answer can be written");
            drop(socket.send_to(&answer, from).await);
        }
    }

    fn answer(&self, asked: &Message) -> Message {
        let mut answer = Message::response(asked.metadata.id, asked.metadata.op_code);
        answer.metadata.recursion_desired = true;
        answer.metadata.recursion_available = true;
        let Some(query) = asked.queries.first() else { return answer };
        answer.add_query(query.clone());
        let records = self.records.lock().expect("no test panicked here");
        let Some(records) = records.as_ref() else {
            answer.metadata.response_code = ResponseCode::ServFail;
            return answer;
        };
        let name = query.name().to_ascii().trim_end_matches('.').to_lowercase();
        if !records.keys().any(|(own, _)| *own == name) {
            answer.metadata.response_code = ResponseCode::NXDomain;
        }
        for data in records.get(&(name, query.query_type())).into_iter().flatten() {
            answer.add_answer(Record::from_rdata(query.name().clone(), 60, data.clone()));
        }
        answer
    }

    fn set(&self, name: &str, kind: RecordType, data: RData) {
        let mut records = self.records.lock().expect("no test panicked here");
        records.get_or_insert_default().insert((name.to_lowercase(), kind), vec![data]);
    }

    /// Sets a text.
    pub fn text(&self, name: &str, text: &str) {
        self.set(name, RecordType::TXT, RData::TXT(TXT::new(vec![text.to_owned()])));
    }

    /// Makes a name stand for another.
    pub fn alias(&self, name: &str, target: &str) {
        let target = Name::from_ascii(format!("{target}.")).expect("a name");
        self.set(name, RecordType::CNAME, RData::CNAME(CNAME(target)));
    }

    /// Sets an address.
    pub fn address(&self, name: &str, address: [u8; 4]) {
        let [a, b, c, d] = address;
        self.set(name, RecordType::A, RData::A(A::new(a, b, c, d)));
    }

    /// Sets the records that a custom domain asks for.
    pub fn obey(&self, domain: &serde_json::Value) {
        for record in domain.get("dnsRecords").and_then(serde_json::Value::as_array).expect("records") {
            let member = |name: &str| record.get(name).and_then(serde_json::Value::as_str).expect("a text");
            match member("type") {
                "TXT" => self.text(member("name"), member("value")),
                _ => self.alias(member("name"), member("value")),
            }
        }
    }

    /// From now on it is broken.
    pub fn fail(&self) {
        *self.records.lock().expect("no test panicked here") = None;
    }
}
