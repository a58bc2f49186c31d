import type { components } from './schema';

type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type Grant = Schemas['Grant'];
export type Namespace = Schemas['Namespace'];
export type NamespaceSpec = Schemas['NamespaceSpec'];
export type SearchField = Schemas['SearchField'];
export type Workload = Schemas['Workload'];
export type Interval = Schemas['Interval'];
export type Placement = Schemas['Placement'];
export type Effective = Schemas['Effective'];
export type Plan = Schemas['NamespacePlan'];
export type ChangePlan = Schemas['ChangePlan'];
export type Operation = Schemas['Operation'];
export type Step = Schemas['StepView'];
export type Problem = Schemas['Problem'];
export type Violation = NonNullable<Problem['violations']>[number];
