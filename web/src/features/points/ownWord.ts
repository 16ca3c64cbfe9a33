import type { Rule } from '../../api/types'

/** What one's own word counts for under a rule, in whole percent; where it says nothing, in full. */
export const ownWordPercent = (rule: Pick<Rule, 'self_report_points_share'>) => Math.round(Number(rule.self_report_points_share ?? 1) * 100)
