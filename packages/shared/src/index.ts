export * from './errors.ts';
export * from './domain/pagination.ts';
export * from './domain/statuses.ts';
export * from './domain/transitions.ts';
