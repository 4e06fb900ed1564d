import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import { quotePath } from './quote.ts';

/**
 * Shell text that writes stdin to `path` and makes its folders; a write that fails leaves what was there. An existing
 * file keeps its mode, a symlink its target.
 *
 * The new content is written beside the file and renamed. Only a file with other names (hard links), or in a folder that
 * takes no new entry, is written in place: from a copy in /tmp, with the old content beside it to be put back.
 */
export function replaceFile(path: string): string {
  const file = quotePath(path);
  const folder = quotePath(posix.dirname(path));
  const draft = `.gymkhana-${randomBytes(6).toString('hex')}`;
  return `if [ -d ${file} ]; then echo 'is a directory' >&2; exit 1; fi
if [ -e ${file} ] && [ ! -f ${file} ]; then echo 'is not a regular file' >&2; exit 1; fi
[ -d ${folder} ] || mkdir -p ${folder} || exit 1
file=${file}
if [ -L "$file" ]; then file=$(readlink -f "$file" && echo /) && file=\${file%??} || { echo 'its link leads nowhere' >&2; exit 1; }; fi
case $file in */*) draft=\${file%/*}/${draft} ;; *) draft=${draft} ;; esac
if [ ! -e "$file" ]; then
  cat >"$draft" && mv -f "$draft" "$file" && exit
  rm -f "$draft"; exit 1
fi
[ -w "$file" ] || { echo 'permission denied' >&2; exit 1; }
facts=$(stat -c '%h %a' "$file") || exit 1
if [ "\${facts% *}" = 1 ] && { command : >"$draft"; } 2>/dev/null; then
  cat >"$draft" && chmod "\${facts#* }" "$draft" && mv -f "$draft" "$file" && exit
  rm -f "$draft"; exit 1
fi
new=$(mktemp) && old=$(mktemp) && cat >"$new" && cat "$file" >"$old" || { rm -f "$new" "$old"; exit 1; }
cat "$new" >"$file" || { cat "$old" >"$file"; rm -f "$new" "$old"; exit 1; }
rm -f "$new" "$old"`;
}
