// Which addresses a course may link to, as an author writes them; the server has the last word (is_safe_url).
const FORBIDDEN = /[\x00-\x20\x7f-\xa0\\<>"'`{}|^\ufdd0-\ufdef\u200b-\u200f]/;
const FILE = /^assets\/[^\s"()<>]+$/;
const MAIL = /^mailto:[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;
const TELEPHONE = /^tel:[+#*]?[0-9-]{3,20}$/;
const HOST = /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;

export function isSafeAddress(address) {
  if (FORBIDDEN.test(address)) return false;
  if (FILE.test(address) || MAIL.test(address) || TELEPHONE.test(address)) return true;
  if (!address.startsWith("https://")) return false;
  try {
    const { hostname, username, password, port } = new URL(address);
    return HOST.test(hostname) && !username && !password && !port;
  } catch { // no address at all
    return false;
  }
}
