// What the address said when the page was opened.
export const params = new URLSearchParams(location.search);
