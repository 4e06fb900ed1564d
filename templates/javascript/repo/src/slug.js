/** The part of an address that names a page: its title in small letters, with dashes between the words. */
export function slug(title) {
  return title.toLowerCase().replaceAll(/[^a-z0-9]/g, '-');
}
