// Whose account it is, and what of it may be seen and changed.
import { boot } from '../ui/boot.js';
import { api } from './api.js';

export const center = boot.accountCenter;

/** What people may do with a field. Passkeys follow the other factors where nothing is said of them. */
const control = (field) => center.fields[field] ?? (field === 'passkey' ? center.fields.mfa : undefined) ?? 'Off';

export const sees = (field) => control(field) !== 'Off';
export const edits = (field) => control(field) === 'Edit';

/** The account as it is now. */
export const load = () => api.get('/my-account');

export const factorsOn = () => boot.signInExperience.mfa?.factors ?? [];
export const signsInByPasskey = () => boot.signInExperience.passkeySignIn?.enabled === true;
