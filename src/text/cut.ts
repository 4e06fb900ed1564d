/** The first `maxLength` units of a text, without half a character at its end or anywhere else: no UTF-8 has those. */
export function cutText(text: string, maxLength: number): string {
  const cut = text.slice(0, maxLength);
  return (text.length > maxLength ? cut.replace(/[\ud800-\udbff]$/, '') : cut).toWellFormed();
}
