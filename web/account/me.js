// Whose account it is, and what of it may be seen and changed.
import { boot } from '../ui/boot.js';
import { api } from './api.js';

export const center = boot.accountCenter;

/** What people may do with a field. Passkeys follow the other factors where nothing is said of them. */
const control = (field) => center.fields[field] ?? (field === 'passkey' ? center.fields.mfa : undefined) ?? 'Off';

export const sees = (field) => control(field) !== 'Off';
export const edits = (field) => control(field) === 'Edit';

/** Members of the OpenID Connect profile; all others that the tenant made are custom data. */
const STANDARD = ['familyName', 'givenName', 'middleName', 'nickname', 'preferredUsername', 'profile', 'website', 'gender', 'birthdate', 'zoneinfo', 'locale', 'address', 'fullname'];

/** The field of the account center that says what people may do with a part of the profile. */
export const controlOf = (name) => (['name', 'avatar'].includes(name) ? name : STANDARD.includes(name) ? 'profile' : 'customData');

/** The parts of the profile that are shown: those that the tenant lists, or where it lists none, what everyone has. */
export const profileNames = () => (center.profileFields?.map(({ name }) => name) ?? ['avatar', 'name']).filter((name) => sees(controlOf(name)));

/** The account as it is now. */
export const load = () => api.get('/my-account');

export const factorsOn = () => boot.signInExperience.mfa?.factors ?? [];
export const signsInByPasskey = () => boot.signInExperience.passkeySignIn?.enabled === true;
