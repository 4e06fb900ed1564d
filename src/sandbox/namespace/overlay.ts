/**
 * Options of a sandbox's overlay, whose lower files come as they are or not at all: no renamed folders, no files whose
 * content is elsewhere. An ordinary user's overlays keep their marks where it may write them, and are refused with more
 * options: they follow no such redirection anyway.
 */
export function overlayOptions(
  { lower, upper, work }: { lower: string; upper: string; work: string },
  asRoot: boolean,
): string {
  return `lowerdir=${lower},upperdir=${upper},workdir=${work},${asRoot ? 'redirect_dir=off,metacopy=off' : 'userxattr'}`;
}
