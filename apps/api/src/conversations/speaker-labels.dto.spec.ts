import { describe, expect, it } from 'vitest';
import { OWNER_VOICE } from '#libs/conversations';
import { requestValidation } from '../http/validation.js';
import { AssignSegments, AssignSpeaker, labelFrom } from './speaker-labels.dto.js';

const personIdOf = (assign_type: string, value?: string | null) =>
  labelFrom({ assign_type, ...(value === undefined ? {} : { value }) }).personId;

describe('what clients say of a voice', () => {
  it.each([
    ['is_user', 'true', OWNER_VOICE],
    ['is_user', 'True', OWNER_VOICE],
    ['is_user', 'false', null],
    ['is_user', '0', null],
    ['is_user', 'null', null],
    ['is_user', undefined, null],
    ['person_id', 'anna', 'anna'],
    ['person_id', 'user', OWNER_VOICE],
    ['person_id', 'null', null],
    ['person_id', '', null],
    ['person_id', null, null],
  ])('%s %s is %s', (type, value, personId) => {
    expect(personIdOf(type, value)).toBe(personId);
  });

  it('is refused with an unknown type', () => {
    expect(() => personIdOf('voice', 'x')).toThrow(
      expect.objectContaining({ code: 'ASSIGN_TYPE_INVALID', kind: 'invalid' }),
    );
  });

  it('may be learned from unless it says otherwise', () => {
    expect(labelFrom({ assign_type: 'is_user', value: 'true' }).learn).toBe(true);
    expect(labelFrom({ assign_type: 'is_user', value: 'true', use_for_speech_training: false }).learn).toBe(
      false,
    );
  });

  it('comes as text or as a boolean, in the query or in the body', async () => {
    const validation = requestValidation();
    const query = { assign_type: 'is_user', value: 'true', use_for_speech_training: 'false', extra: '1' };
    const asked = (await validation.transform(query, {
      type: 'query',
      metatype: AssignSpeaker,
    })) as AssignSpeaker;
    expect(labelFrom(asked)).toEqual({ personId: OWNER_VOICE, learn: false });
    const body = { segment_ids: ['s'], assign_type: 'is_user', value: true };
    const sent = (await validation.transform(body, {
      type: 'body',
      metatype: AssignSegments,
    })) as AssignSegments;
    expect(labelFrom(sent)).toEqual({ personId: OWNER_VOICE, learn: true });
    const empty = { ...body, segment_ids: [] };
    await expect(validation.transform(empty, { type: 'body', metatype: AssignSegments })).rejects.toThrow();
  });
});
