/**
 * The changes for which Bull has no word: whether a job was there already, running once more, fresh attempts, giving back, a dead letter
 * that leaves its key free. Each is one script, so that no crash can fall in between, over Bull's own layout (version 4.16.5, pinned):
 * lists `wait` and `active`, sorted sets `delayed` and `failed`, a hash per job, `<job>:lock`. KEYS[1] is the queue's prefix, from which
 * the others are made.
 *
 * Fields of ours in a job's hash: `ticket` (the id that callers know; Bull's id is made from the dedupe key), `requestId`, `epoch` (raised
 * by each attempt: an attempt with another one has lost the job), `again` (run once more at the end).
 */
export const BULL_SCRIPTS = {
  /** KEYS[2] set of queue names. ARGV: id, ticket, name, payload, request id, now, run at, rerun. Answers the ticket of the live job. */
  enqueueJob: {
    numberOfKeys: 2,
    lua: `
      local job = KEYS[1] .. ARGV[1]
      local ticket = redis.call('HGET', job, 'ticket')
      if ticket then
        if ticket ~= ARGV[2] and ARGV[8] == '1' then redis.call('HSET', job, 'again', 1) end
        return ticket
      end
      redis.call('SADD', KEYS[2], ARGV[3])
      redis.call('HSET', job, 'name', ARGV[3], 'data', ARGV[4], 'opts', '{}', 'timestamp', ARGV[6],
        'delay', ARGV[7] - ARGV[6], 'priority', 0, 'ticket', ARGV[2], 'requestId', ARGV[5])
      if tonumber(ARGV[7]) > tonumber(ARGV[6]) then
        redis.call('ZADD', KEYS[1] .. 'delayed', ARGV[7] * 0x1000, ARGV[1])
        redis.call('PUBLISH', KEYS[1] .. 'delayed', ARGV[7])
      else
        redis.call('LPUSH', KEYS[1] .. 'wait', ARGV[1])
      end
      return ARGV[2]`,
  },

  /** ARGV: id, lock token. Counts the attempt; answers epoch, attempt, ticket, request id, or nothing when the lock is another's. */
  beginAttempt: {
    numberOfKeys: 1,
    lua: `
      local job = KEYS[1] .. ARGV[1]
      if redis.call('GET', job .. ':lock') ~= ARGV[2] then return {} end
      redis.call('HDEL', job, 'again')
      local about = redis.call('HMGET', job, 'ticket', 'requestId')
      return { redis.call('HINCRBY', job, 'epoch', 1), redis.call('HINCRBY', job, 'attemptsMade', 1), about[1], about[2] }`,
  },

  /**
   * ARGV: id, lock token, epoch, outcome, now, run at, error code, lock duration, whether to take the next job. Answers 0 when the job was
   * lost; otherwise 1, and the next job as Bull hands it on (its hash, its id), its attempt begun: so a busy queue asks Redis once per
   * job. A lock that ended but that nobody took is still held.
   */
  settleAttempt: {
    numberOfKeys: 1,
    lua: `
      local id, token, outcome, now, runAt = ARGV[1], ARGV[2], ARGV[4], ARGV[5], ARGV[6]
      local job, wait, active = KEYS[1] .. id, KEYS[1] .. 'wait', KEYS[1] .. 'active'
      local lock = redis.call('GET', job .. ':lock')
      if lock and lock ~= token then return { 0 } end
      if redis.call('HGET', job, 'epoch') ~= ARGV[3] then return { 0 } end
      if redis.call('LREM', active, -1, id) == 0 then return { 0 } end
      redis.call('DEL', job .. ':lock')
      redis.call('SREM', KEYS[1] .. 'stalled', id)
      if (outcome == 'done' or outcome == 'dead') and redis.call('HEXISTS', job, 'again') == 1 then
        outcome, runAt = 'reschedule', now
      end
      if outcome == 'done' then
        redis.call('DEL', job)
      elseif outcome == 'dead' then
        local ticket = redis.call('HGET', job, 'ticket')
        redis.call('HSET', job, 'failedReason', ARGV[7], 'finishedOn', now, 'key', id)
        redis.call('RENAME', job, KEYS[1] .. ticket)
        redis.call('ZADD', KEYS[1] .. 'failed', now, ticket)
      elseif outcome == 'given_back' then
        redis.call('HINCRBY', job, 'attemptsMade', -1)
        redis.call('RPUSH', wait, id)
      else
        if outcome == 'reschedule' then redis.call('HSET', job, 'attemptsMade', 0) end
        if tonumber(runAt) > tonumber(now) then
          redis.call('ZADD', KEYS[1] .. 'delayed', runAt * 0x1000, id)
          redis.call('PUBLISH', KEYS[1] .. 'delayed', runAt)
        else
          redis.call('LPUSH', wait, id)
        end
      end
      if ARGV[9] ~= '1' then return { 1 } end
      local next = redis.call('RPOPLPUSH', wait, active)
      if not next then return { 1 } end
      local begun = KEYS[1] .. next
      redis.call('SET', begun .. ':lock', token, 'PX', ARGV[8])
      redis.call('HDEL', begun, 'again')
      redis.call('HINCRBY', begun, 'epoch', 1)
      redis.call('HINCRBY', begun, 'attemptsMade', 1)
      redis.call('HSET', begun, 'processedOn', now)
      return { 1, redis.call('HGETALL', begun), next }`,
  },

  /** ARGV: lock token, lock duration, then id and epoch of each job. Answers the ids that are lost. */
  renewLocks: {
    numberOfKeys: 1,
    lua: `
      local lost = {}
      for at = 3, #ARGV, 2 do
        local id = ARGV[at]
        local job = KEYS[1] .. id
        local lock = redis.call('GET', job .. ':lock')
        local held = lock == ARGV[1] or (not lock and redis.call('LPOS', KEYS[1] .. 'active', id))
        if held and redis.call('HGET', job, 'epoch') == ARGV[at + 1] then
          redis.call('SET', job .. ':lock', ARGV[1], 'PX', ARGV[2])
          redis.call('SREM', KEYS[1] .. 'stalled', id)
        else
          lost[#lost + 1] = id
        end
      end
      return lost`,
  },

  /** ARGV: ids. Removes those that wait, are delayed or dead; answers how many. */
  removeJobs: {
    numberOfKeys: 1,
    lua: `
      local removed = 0
      for _, id in ipairs(ARGV) do
        local found = redis.call('LREM', KEYS[1] .. 'wait', 0, id) + redis.call('ZREM', KEYS[1] .. 'delayed', id)
          + redis.call('ZREM', KEYS[1] .. 'failed', id)
        if found > 0 then
          redis.call('DEL', KEYS[1] .. id)
          removed = removed + 1
        end
      end
      return removed`,
  },

  /** ARGV: ticket. A live job with its key does the work already: then the letter is only taken away. Answers whether it was there. */
  reviveLetter: {
    numberOfKeys: 1,
    lua: `
      local letter = KEYS[1] .. ARGV[1]
      if redis.call('ZREM', KEYS[1] .. 'failed', ARGV[1]) == 0 then return 0 end
      local id = redis.call('HGET', letter, 'key')
      if redis.call('EXISTS', KEYS[1] .. id) == 1 then
        redis.call('DEL', letter)
        return 1
      end
      redis.call('HSET', letter, 'attemptsMade', 0)
      redis.call('HDEL', letter, 'failedReason', 'finishedOn', 'key')
      redis.call('RENAME', letter, KEYS[1] .. id)
      redis.call('LPUSH', KEYS[1] .. 'wait', id)
      return 1`,
  },
} as const satisfies Record<string, { numberOfKeys: number; lua: string }>;

export type BullScript = keyof typeof BULL_SCRIPTS;
