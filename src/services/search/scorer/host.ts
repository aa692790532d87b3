import type { Template } from '../../../core/face.ts';
import {
  type Deployment,
  type DeploymentScorer,
  openDeploymentScorer,
  type Shortlist,
} from '../../../match/deployment.ts';
import type { Calibrations, NonMatedSearch } from '../../../match/impostors.ts';
import type { Reference, ScoringOptions, SearchRequest } from '../../../match/types.ts';
import type { ScoredSearch } from '../contract.ts';

/** Of a shortlist, so many go on to cohort normalisation: three times the longest list that people see. */
const NORMALISED = 60;

/** What is searched: children given with the search, or those held under a name. */
export type Among = string | readonly Reference[];

interface HostedSearch {
  readonly probe: Template;
  readonly among: Among;
  readonly request: SearchRequest & { readonly children: number; readonly leaveOut?: string };
  readonly alertFpir: number;
}

/** A deployment's scorer as a service of messages, so that it can work in a thread of its own. */
export type ScorerCall =
  | { readonly do: 'open'; readonly deployment: Deployment; readonly options: ScoringOptions }
  /** Keep children under a name, in place of those that were. */
  | { readonly do: 'hold'; readonly name: string; readonly references: readonly Reference[] }
  | { readonly do: 'try-impostor'; readonly index: number; readonly among: Among }
  | { readonly do: 'search'; readonly search: HostedSearch }
  | { readonly do: 'calibrations'; readonly children: number };

/** The answer to each kind of call. */
export interface ScorerAnswers {
  readonly open: readonly NonMatedSearch[];
  readonly hold: null;
  readonly 'try-impostor': null;
  readonly search: ScoredSearch;
  readonly calibrations: Calibrations;
}

/** @returns what answers calls, one after another */
export function openScorerHost(): (call: ScorerCall) => ScorerAnswers[ScorerCall['do']] {
  let scorer: DeploymentScorer | null = null;
  const held = new Map<string, Shortlist>();
  const opened = () => {
    if (!scorer) throw new RangeError('the scorer is not open yet');
    return scorer;
  };
  const shortlistOf = (among: Among) => {
    const shortlist = typeof among === 'string' ? held.get(among) : opened().prepare(among, NORMALISED);
    if (!shortlist) throw new RangeError(`no children are held as ${String(among)}`);
    return shortlist;
  };
  return (call) => {
    switch (call.do) {
      case 'open':
        held.clear();
        scorer = openDeploymentScorer(call.deployment, call.options);
        return scorer.impostorSearches;
      case 'hold':
        held.set(call.name, opened().prepare(call.references));
        return null;
      case 'try-impostor':
        opened().tryImpostor(call.index, shortlistOf(call.among));
        return null;
      case 'calibrations':
        return opened().calibrations(call.children);
      case 'search': {
        const { probe, among, request, alertFpir } = call.search;
        const result = opened().search(probe, shortlistOf(among), request);
        return {
          ...result,
          alertThreshold: opened().thresholdFor(probe.ageYears, alertFpir, request.children),
          bestStranger: opened().bestStranger(probe.ageYears),
        };
      }
    }
  };
}
