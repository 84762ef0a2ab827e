// An identity provider that speaks SAML 2.0, on a site of its own: its answers are forms that the browser posts to us.
import { createHash, createSign, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { inflateRawSync } from 'node:zlib';
import { keyPair } from '../clients/keys.mjs';

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const RSA = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

/** Some minutes from now, as SAML writes it. */
const at = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString().replace(/\.\d+Z/, 'Z');

/** An assertion in the canonical form of Exclusive XML Canonicalization, without its signature. */
function assertion(id, issuer, { name, email }, { acs, audience, request }) {
  const inResponse = request ? ` InResponseTo="${request}"` : '';
  const attribute = (called, value) => `<saml:Attribute Name="${called}"><saml:AttributeValue>${value}</saml:AttributeValue></saml:Attribute>`;
  const before = `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}" IssueInstant="${at(0)}" Version="2.0"><saml:Issuer>${issuer}</saml:Issuer>`;
  const after = '<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">' + email + '</saml:NameID>'
    + `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData${inResponse} NotOnOrAfter="${at(5)}" Recipient="${acs}"></saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject>`
    + `<saml:Conditions NotBefore="${at(-1)}" NotOnOrAfter="${at(5)}"><saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`
    + `<saml:AuthnStatement AuthnInstant="${at(0)}" SessionIndex="s"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`
    + `<saml:AttributeStatement>${attribute('email', email)}${attribute('name', name)}</saml:AttributeStatement></saml:Assertion>`;
  return [before, after];
}

/** The signature of an element, which is told in canonical form. */
function signature(id, canonical, privateKey) {
  const digest = createHash('sha256').update(canonical).digest('base64');
  const signed = '<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">'
    + `<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="${RSA}"></ds:SignatureMethod>`
    + `<ds:Reference URI="#${id}"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform><ds:Transform Algorithm="${EXCLUSIVE}"></ds:Transform></ds:Transforms>`
    + `<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`;
  const value = createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64');
  return `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${signed.replace(' xmlns:ds="http://www.w3.org/2000/09/xmldsig#"', '')}<ds:SignatureValue>${value}</ds:SignatureValue></ds:Signature>`;
}

/** A provider that knows one person; what it answers goes at once, by a form. */
export async function samlProvider(person) {
  const { privateKey, certificate } = keyPair();
  let base;
  const respond = (asked) => {
    const [id, issuer] = [`_${randomUUID()}`, `${base}/metadata`];
    const [before, after] = assertion(id, issuer, person, asked);
    const inResponse = asked.request ? ` InResponseTo="${asked.request}"` : '';
    return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_${randomUUID()}"${inResponse} Version="2.0" IssueInstant="${at(0)}" Destination="${asked.acs}"><saml:Issuer>${issuer}</saml:Issuer>`
      + '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>'
      + `${before}${signature(id, before + after, privateKey)}${after}</samlp:Response>`;
  };
  const form = (asked) => {
    const hidden = Object.entries({ SAMLResponse: Buffer.from(respond(asked)).toString('base64'), ...(asked.relay && { RelayState: asked.relay }) })
      .map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`).join('');
    return `<!doctype html><title>Provider</title><form method="post" action="${asked.acs}">${hidden}<button>Go on</button></form><script>document.forms[0].submit()</script>`;
  };
  const server = createServer((request, response) => {
    const { searchParams: told } = new URL(request.url, base);
    let asked = { acs: told.get('acs'), audience: told.get('audience') };
    if (told.has('SAMLRequest')) {
      const xml = inflateRawSync(Buffer.from(told.get('SAMLRequest'), 'base64')).toString();
      const part = (pattern) => xml.match(pattern)?.[1];
      asked = { acs: part(/AssertionConsumerServiceURL="([^"]+)"/), audience: part(/Issuer[^>]*>([^<]+)</), request: part(/ ID="([^"]+)"/), relay: told.get('RelayState') };
    }
    response.setHeader('content-type', 'text/html').end(form(asked));
  });
  // Ours is at another name: a form that is posted from here comes from another site.
  base = `http://127.0.0.1:${await new Promise((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)))}`;
  const plain = certificate.replace(/-----[^-]+-----|\s/g, '');
  const metadata = `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${base}/metadata"><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">`
    + `<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${plain}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`
    + `<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${base}/sso"/></IDPSSODescriptor></EntityDescriptor>`;
  return { base, certificate, metadata, close: () => (server.closeAllConnections(), server.close()) };
}
