import {
  ValidationTypes,
  getMetadataStorage,
  type ValidationArguments,
  type ValidatorConstraintInterface,
} from 'class-validator';

/** One of the constraints of a member, with all that class-validator looks up for it each time. */
interface Constraint {
  readonly validator: ValidatorConstraintInterface;
  /** Whether it is about each item of a list. */
  readonly isForEach: boolean;
  readonly given: unknown[];
}

/** What has to hold of one member of a class. */
interface Member {
  readonly name: string;
  /** It is only looked at when all of these hold. */
  readonly conditions: readonly ((object: object, value: unknown) => boolean)[];
  readonly constraints: readonly Constraint[];
  readonly isNested: boolean;
}

/** The members of a class by their names; null when some of it is beyond what is told here. */
type Members = ReadonlyMap<string, Member> | null;

const KNOWN = new WeakMap<object, Members>();

/**
 * Whether class-validator would find nothing wrong with an instance, by its own validators. False also where that is
 * not sure, so that only what is wrong, or unusual, has to be validated at length to say why.
 */
export function isValidForSure(instance: object): boolean {
  const members = membersOf(instance.constructor);
  if (!members) return false;
  for (const name of Object.keys(instance)) if (!members.has(name)) return false;
  for (const member of members.values()) if (!holds(member, instance)) return false;
  return true;
}

function holds({ name, conditions, constraints, isNested }: Member, object: object): boolean {
  const value = (object as Record<string, unknown>)[name];
  if (!conditions.every((condition) => condition(object, value))) return true;
  const targetName = object.constructor.name;
  for (const { validator, isForEach, given } of constraints) {
    const about: ValidationArguments = { targetName, property: name, object, value, constraints: given };
    const isSound = (each: unknown) => validator.validate(each, about) === true;
    if (isForEach && Array.isArray(value) ? !value.every(isSound) : !isSound(value)) return false;
  }
  return !isNested || isNestedSound(value);
}

function isNestedSound(value: unknown): boolean {
  if (value === undefined) return true;
  if (Array.isArray(value)) return value.every((item) => typeof item === 'object' && isNestedSound(item));
  return value instanceof Object && isValidForSure(value);
}

function membersOf(type: unknown): Members {
  if (typeof type !== 'function') return null;
  const known = KNOWN.get(type);
  if (known !== undefined) return known;
  const members = readMembers(type);
  KNOWN.set(type, members);
  return members;
}

function readMembers(type: object): Members {
  const storage = getMetadataStorage();
  const metadata = storage.getTargetValidationMetadatas(type as never, '', false, false);
  if (metadata.length === 0) return null;
  const members = new Map<string, Member>();
  for (const [name, all] of Object.entries(storage.groupByPropertyName(metadata))) {
    if (!all.every(({ type: kind, validateIf }) => TOLD.has(kind) && !validateIf)) return null;
    const ofKind = (...kinds: string[]) => all.filter((each) => kinds.includes(each.type));
    const constraints = ofKind(ValidationTypes.IS_DEFINED, ValidationTypes.CUSTOM_VALIDATION).flatMap(
      ({ constraintCls, each, constraints: given }) =>
        storage
          .getTargetValidatorConstraints(constraintCls)
          .map(({ instance, async }) => ({ validator: instance, async, isForEach: each, given })),
    );
    if (constraints.some(({ async }) => async)) return null;
    const conditions = ofKind(ValidationTypes.CONDITIONAL_VALIDATION).map(
      ({ constraints: [condition] }) => condition as Member['conditions'][number],
    );
    const isNested = ofKind(ValidationTypes.NESTED_VALIDATION).length > 0;
    members.set(name, { name, conditions, constraints, isNested });
  }
  return members;
}

/** The kinds of metadata that are told here. */
const TOLD: ReadonlySet<string> = new Set([
  ValidationTypes.IS_DEFINED,
  ValidationTypes.CUSTOM_VALIDATION,
  ValidationTypes.NESTED_VALIDATION,
  ValidationTypes.CONDITIONAL_VALIDATION,
  ValidationTypes.WHITELIST,
]);
