//! Which addresses may be reached.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How far requests go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Public addresses only: for addresses that strangers give.
    Public,
    /// Also private networks and this machine: for addresses that administrators give. Never link-local addresses,
    /// where clouds keep the credentials of machines.
    Private,
}

impl Reach {
    /// Whether an address may be reached.
    pub fn allows(self, address: IpAddr) -> bool {
        let address = plain(address);
        match self {
            Self::Public => is_public(address),
            Self::Private => !is_never(address),
        }
    }
}

/// An IPv4 address that is written as IPv6 is what it stands for.
fn plain(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    if let Some(v4) = v6.to_ipv4_mapped() {
        return IpAddr::V4(v4);
    }
    let [prefix @ .., high, low] = v6.segments();
    let embedded = || {
        let ([one, two], [three, four]) = (high.to_be_bytes(), low.to_be_bytes());
        IpAddr::V4(Ipv4Addr::new(one, two, three, four))
    };
    // NAT64 (RFC 6052), and the old IPv4-compatible form.
    if prefix == [0x64, 0xff9b, 0, 0, 0, 0] {
        return embedded();
    }
    if prefix == [0; 6] && v6 != Ipv6Addr::LOCALHOST && v6 != Ipv6Addr::UNSPECIFIED {
        return embedded();
    }
    address
}

/// Where clouds keep what their machines know: the addresses that are not link-local.
const METADATA: [Ipv4Addr; 3] =
    [Ipv4Addr::new(100, 100, 100, 200), Ipv4Addr::new(168, 63, 129, 16), Ipv4Addr::new(192, 0, 0, 192)];

/// The same in IPv6.
const METADATA_V6: Ipv6Addr = Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254);

/// Nobody has a service there that is meant for us.
fn is_never(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let reserved = v4.octets() >= [240, 0, 0, 0];
            v4.is_link_local() || v4.is_multicast() || v4.is_unspecified() || reserved || METADATA.contains(&v4)
        }
        IpAddr::V6(v6) => v6.is_unicast_link_local() || v6.is_multicast() || v6.is_unspecified() || v6 == METADATA_V6,
    }
}

fn is_public(address: IpAddr) -> bool {
    if is_never(address) {
        return false;
    }
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            let shared = a == 100 && (64..128).contains(&b);
            let reserved = a == 0
                || (a == 192 && b == 0 && c == 0)
                || (a == 192 && b == 88 && c == 99)
                || (a == 198 && matches!(b, 18 | 19));
            !(v4.is_private() || v4.is_loopback() || v4.is_documentation() || shared || reserved)
        }
        IpAddr::V6(v6) => {
            let [first, second, ..] = v6.segments();
            // Only 2000::/3 is given out to be reached.
            let global = first & 0xe000 == 0x2000;
            let documentation = (first == 0x2001 && second == 0xdb8) || first & 0xfff0 == 0x3ff0;
            let tunnel = first == 0x2002 || (first == 0x2001 && second == 0);
            global && !documentation && !tunnel
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Reach;

    #[test]
    fn strangers_reach_the_public_only() {
        for public in ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "64:ff9b::101:101"] {
            assert!(Reach::Public.allows(public.parse().unwrap()), "{public}");
        }
        for other in [
            "127.0.0.1",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "0.1.2.3",
            "192.0.0.1",
            "192.88.99.1",
            "168.63.129.16",
            "100.100.100.200",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "2001:db8::1",
            "3fff::1",
            "2001::1",
            "100::1",
            "5f00::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "::7f00:1",
        ] {
            assert!(!Reach::Public.allows(other.parse().unwrap()), "{other}");
        }
    }

    #[test]
    fn administrators_reach_private_networks_and_never_metadata() {
        for near in ["127.0.0.1", "10.0.0.1", "192.168.1.1", "::1", "fc00::1", "::ffff:127.0.0.1"] {
            assert!(Reach::Private.allows(near.parse().unwrap()), "{near}");
        }
        for never in [
            "169.254.169.254",
            "::ffff:169.254.169.254",
            "fe80::1",
            "fd00:ec2::254",
            "0.0.0.0",
            "224.0.0.1",
            "168.63.129.16",
            "100.100.100.200",
            "::ffff:168.63.129.16",
        ] {
            assert!(!Reach::Private.allows(never.parse().unwrap()), "{never}");
        }
    }
}
