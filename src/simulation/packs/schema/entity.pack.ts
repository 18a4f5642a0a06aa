import { Id, OptionalText, Rows, Text, TextList } from './fields.js';

export class Organization {
  @Id() id: string;
  @Text() name: string;
  @TextList() tags: string[] = [];
}

/** A character: who stands behind a persona. */
export class Character {
  @Id() id: string;
  @Text() name: string;
  @OptionalText() main_com?: string;
  @TextList() affiliations: string[] = [];
}

export class EntityPack {
  @OptionalText() version?: string;
  @Rows(() => Organization) orgs: Organization[];
  @Rows(() => Character) chars: Character[];
}
