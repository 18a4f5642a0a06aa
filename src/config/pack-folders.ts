import { ValidateBy } from 'class-validator';

const NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;
/** The name of the packs of PACKS_DIR. */
const TAKEN = 'default';

/** Parses the entries of PACK_FOLDERS, `name=folder`; {@link ArePackFolders} validates them. Pure. */
export function packFoldersOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const entries = value.split(',').map((entry) => {
    const [name = '', ...folder] = entry.split('=');
    return [name.trim(), folder.join('=').trim()] as const;
  });
  const folders = Object.fromEntries(entries);
  return Object.keys(folders).length === entries.length ? folders : value; // a name that is there twice
}

/** The value is a table of names and folders. */
export function ArePackFolders(): PropertyDecorator {
  return ValidateBy({
    name: 'arePackFolders',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        Object.entries(value).every(([name, folder]) => NAME.test(name) && name !== TAKEN && folder !== ''),
      defaultMessage: () =>
        'PACK_FOLDERS must be a list of name=folder with different names of lower-case letters, digits, dashes, ' +
        'underscores, other than default',
    },
  });
}
