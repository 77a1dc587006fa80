import { inject } from 'vitest';
import { useCloud } from './cloud-installation.js';

useCloud(inject('cloudServices'));
