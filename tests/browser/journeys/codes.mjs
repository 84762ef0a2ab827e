// Codes by mail, over SMTP: register, sign in, a wrong code, an address that nobody has, a password that was forgotten.
import assert from 'node:assert/strict';

export default async function (lab) {
  await lab.settings({
    forgotPasswordMethods: ['EmailVerificationCode'],
    signUp: { identifiers: ['email'], password: false, verify: true },
    signIn: { methods: [{ identifier: 'email', password: true, verificationCode: true, isPasswordPrimary: false }] },
  });
  const email = 'rosa@example.test';
  const enter = async (page, code) => {
    await page.getByLabel('Code').fill(code);
  };
  const page = await lab.visitor();
  let tokens = await lab.signIn(page);
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Enter verification code' }).waitFor();
  await lab.check(page, 'code');
  await enter(page, '000000');
  await page.getByRole('alert').filter({ hasText: /./ }).waitFor();
  // Digit by digit, one of them wrong at first.
  const [first, ...rest] = await lab.mailbox.code(email);
  await page.getByLabel('Code').and(page.locator(':focus')).press('a');
  await page.keyboard.type(`${(Number(first) + 1) % 10}`);
  await page.keyboard.press('Backspace');
  await page.keyboard.type(first);
  for (const digit of rest) await page.keyboard.type(digit);
  // Nobody has the address: only who can read its mail is told so.
  await page.getByRole('heading', { name: /There is no account/ }).waitFor();
  await lab.check(page, 'no-account');
  await page.getByRole('button', { name: 'Create account' }).click();
  const registered = await tokens();

  const again = await lab.visitor();
  tokens = await lab.signIn(again, { login_hint: email });
  assert.equal(await again.getByLabel('Email').inputValue(), email);
  const before = lab.mailbox.mails.length;
  await again.getByRole('button', { name: 'Continue' }).click();
  await enter(again, await lab.mailbox.code(email, before));
  assert.equal((await tokens()).sub, registered.sub);

  // Someone who registers with an address that has an account may sign in instead.
  const third = await lab.visitor();
  tokens = await lab.signIn(third, { first_screen: 'register' });
  await third.getByLabel('Email').fill(email);
  const sent = lab.mailbox.mails.length;
  await third.getByRole('button', { name: 'Create account' }).click();
  await enter(third, await lab.mailbox.code(email, sent));
  await third.getByRole('button', { name: 'Sign in' }).click();
  assert.equal((await tokens()).sub, registered.sub);

  const lost = await lab.visitor();
  tokens = await lab.signIn(lost);
  await lost.getByLabel('Email').fill(email);
  await lost.getByRole('button', { name: 'Continue' }).click();
  await lost.getByRole('button', { name: 'Sign in with a password' }).click();
  await lost.getByRole('button', { name: 'Forgot your password?' }).click();
  const mails = lab.mailbox.mails.length;
  await lost.getByRole('button', { name: 'Continue' }).click();
  await enter(lost, await lab.mailbox.code(email, mails));
  await lab.choosePassword(lost, 'An0ther-Pa55phrase');
  await lost.getByRole('status').filter({ hasText: 'Password changed' }).waitFor();
  await lost.getByLabel('Email').fill(email);
  await lost.getByRole('button', { name: 'Continue' }).click();
  await lost.getByRole('button', { name: 'Sign in with a password' }).click();
  await lost.locator('input[name=password]').fill('An0ther-Pa55phrase');
  await lost.getByRole('button', { name: 'Sign in', exact: true }).click();
  assert.equal((await tokens()).sub, registered.sub);
}
