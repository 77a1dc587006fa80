import type { INestApplicationContext } from '@nestjs/common';
import type { AppConfig, CloudConfig } from '#libs/config';
import { toAppError } from '#libs/kernel';
import { HealthChecks, type HealthResult } from '#libs/observability';
import { inspectRedis, JobQueue } from '#libs/queue';
import { withMaintenance } from '../maintenance/maintenance-context.js';
import { findingsOf, type Finding } from './finding.js';
import { checkQueue } from './job-checks.js';

interface Service {
  readonly name: string;
  /** The checks of `/readyz` that fail when it is away. */
  readonly checks: readonly string[];
  /** What to look at then. */
  readonly advice: string;
}

const SERVICES: readonly Service[] = [
  {
    name: 'Firestore',
    checks: ['documents'],
    advice:
      'Check GOOGLE_CLOUD_PROJECT, FIRESTORE_DATABASE, the credentials (GOOGLE_APPLICATION_CREDENTIALS) and that this machine reaches firestore.googleapis.com.',
  },
  {
    name: 'Cloud Storage',
    checks: ['blobs'],
    advice:
      'Check that the bucket GCS_BUCKET exists and that the credentials may read and write its objects.',
  },
  {
    name: 'Pinecone',
    checks: ['vectors'],
    advice:
      'Check PINECONE_API_KEY and that the index PINECONE_INDEX exists (docs/cloud.md says how to make it).',
  },
  {
    name: 'Typesense',
    checks: ['keywords'],
    advice: 'Check that it runs, and TYPESENSE_URL and TYPESENSE_API_KEY.',
  },
  {
    name: 'Redis',
    checks: ['cache', 'locks', 'jobs'],
    advice: 'Check that it runs, and address, user and password in REDIS_URL.',
  },
];

/** Whether every service of the cloud profile answers, and keeps what it is given. */
export function checkServices(config: AppConfig, cloud: CloudConfig): Promise<Finding[]> {
  return withMaintenance(config, async (context) => {
    const results = await context.get(HealthChecks).run();
    const findings = SERVICES.map((service) => answersOf(service, results));
    const isRedisThere = findings.some(({ check, level }) => check === 'Redis' && level === 'ok');
    return isRedisThere ? [...findings, ...(await checkRedis(context, cloud))] : findings;
  });
}

function answersOf({ name, checks, advice }: Service, results: readonly HealthResult[]): Finding {
  const asked = results.filter((result) => checks.includes(result.name));
  if (asked.length === 0) {
    return { check: name, level: 'ok', message: 'not configured: search goes by meaning alone' };
  }
  const failed = asked.find(({ error }) => error !== undefined);
  if (!failed) return { check: name, level: 'ok', message: 'answers' };
  return { check: name, level: 'problem', message: `away: ${toAppError(failed.error).message}`, advice };
}

async function checkRedis(context: INestApplicationContext, cloud: CloudConfig): Promise<Finding[]> {
  return [
    ...(await findingsOf('Redis settings', () => checkRedisSettings(cloud.redisUrl))),
    ...(await findingsOf('jobs', () => checkQueue(context.get(JobQueue)))),
  ];
}

/** It is the store of the jobs: what it drops or forgets is work that is never done. */
async function checkRedisSettings(url: string): Promise<Finding[]> {
  const check = 'Redis settings';
  const { policy, appendonly, appendfsync } = await inspectRedis(url);
  if (policy === undefined && appendonly === undefined) {
    const message = 'this Redis does not tell its settings';
    const advice = 'Look yourself: appendonly yes, appendfsync always, maxmemory-policy noeviction.';
    return [{ check, level: 'warning', message, advice }];
  }
  const findings: Finding[] = [];
  if (policy !== undefined && policy !== 'noeviction') {
    findings.push({
      check,
      level: 'problem',
      message: `it may drop what it holds when its memory is full (maxmemory-policy ${policy})`,
      advice: 'Set maxmemory-policy noeviction.',
    });
  }
  if (appendonly === 'no') {
    findings.push({
      check,
      level: 'problem',
      message: 'jobs are in its memory only, and lost when it restarts (appendonly no)',
      advice: 'Set appendonly yes and appendfsync always.',
    });
  } else if (appendfsync !== undefined && appendfsync !== 'always') {
    findings.push({
      check,
      level: 'warning',
      message: `a power cut loses its last moments (appendfsync ${appendfsync})`,
      advice: 'Set appendfsync always.',
    });
  }
  if (findings.length > 0) return findings;
  return [{ check, level: 'ok', message: 'keeps every job: on disk at once, and never dropped' }];
}
