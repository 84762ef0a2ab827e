// The identity elsewhere that an account is being made with. Someone may turn out to have an account: it is linked to that then.
const KEPT = 'unlinked-social';

/** Its verification, while the account is made. */
export const social = () => sessionStorage.getItem(KEPT) ?? undefined;

export const keepSocial = (verificationId) => sessionStorage.setItem(KEPT, verificationId);
export const forgetSocial = () => sessionStorage.removeItem(KEPT);
