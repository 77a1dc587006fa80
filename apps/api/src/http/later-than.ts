import { ValidateBy, type ValidationArguments } from 'class-validator';

/** Of two times or numbers this one comes after the other, or with it. Where one of them is missing there is nothing to compare. */
export function IsLaterThan(other: string, { orEqual = false } = {}): PropertyDecorator {
  return ValidateBy({
    name: 'isLaterThan',
    constraints: [other],
    validator: {
      validate: (value: unknown, args?: ValidationArguments) => {
        const before = (args?.object as Record<string, unknown> | undefined)?.[other];
        if (!isComparable(value) || !isComparable(before)) return true;
        return Number(value) > Number(before) || (orEqual && Number(value) === Number(before));
      },
      defaultMessage: (args) => `${args?.property} must be later than ${other}`,
    },
  });
}

function isComparable(value: unknown): value is Date | number {
  return value instanceof Date || typeof value === 'number';
}
