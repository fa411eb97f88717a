// Before the contract tests: the run's gateway.
export { provideGateway as setup } from '../gateway/shared-gateway'
