export { projects as default } from '@kafka-splunk/jest-preset';
