import { Id, OptionalText, Rows, Text, TextList } from './fields.js';

class Organization {
  @Id() id: string;
  @Text() name: string;
  @TextList() tags: string[] = [];
}

/** A character: who stands behind a persona. */
class Character {
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
