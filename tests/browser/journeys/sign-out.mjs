// Signing out: someone goes back to the client if it said where, and is told so otherwise.
import { PASSWORD } from '../lab.mjs';

export default async function (lab) {
  await lab.user({ username: 'oda', password: PASSWORD });
  const client = await lab.makeClient({ name: 'Away', oidcClientMetadata: { redirectUris: [lab.callback], postLogoutRedirectUris: [lab.callback] } });
  const { client_id: id } = client.clientMetadata();
  const page = await lab.visitor();
  const tokens = await lab.signIn(page, {}, client);
  await lab.enterPassword(page, 'oda', PASSWORD);
  await tokens();
  await page.goto(lab.at(`/oidc/session/end?${new URLSearchParams({ client_id: id, post_logout_redirect_uri: lab.callback })}`));
  await page.waitForURL(lab.callback);
  await lab.signIn(page, {}, client);
  await page.locator('input[name=identifier]').waitFor();

  await page.goto(lab.at('/oidc/session/end'));
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await lab.check(page, 'signed-out');
}
