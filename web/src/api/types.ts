/** The API's shapes by the names that pages use; all of them come from the generated schema. */
import type { components } from './schema'

type Schemas = components['schemas']

/** `mend` and `request_id` are ours to expect, not to rely on: a proxy's problem may lack them. */
export type ProblemDocument = Pick<Schemas['Problem'], 'type' | 'title' | 'status' | 'detail' | 'code'> & Partial<Schemas['Problem']>
export interface Page<Item> { items: Item[], next_cursor?: string | null }

export type Agreement = Schemas['Agreement']
export type SmsChallenge = Schemas['SmsCodeRequested']
export type Membership = Schemas['Member']
export type Session = Schemas['Session']
export type Role = NonNullable<Schemas['ActAs']['role']>
export type Device = Schemas['Device']
export type Organisation = Schemas['Organisation']
export type OrganisationMember = Schemas['MemberView']
export type Invitation = Schemas['Invitation']
export type Announcement = Schemas['Announcement']
export type Grants = Schemas['Grants']
export type OfficeHome = Schemas['OfficeHome']
export type Me = Schemas['Me']

export type Factor = Schemas['Factor']
export type UsedFactor = Schemas['UsedFactor']
export type FootprintActivity = Schemas['OfferedActivity']
export type ComparisonPlace = Schemas['Place']
export type FootprintLineIn = Schemas['Entry']
export type FootprintIn = Schemas['EstimateFootprint']
export type FootprintLine = Schemas['Line']
export type FootprintEstimate = Schemas['FootprintEstimate']
export type Footprint = Schemas['Footprint']
export type Category = keyof Schemas['CategoryGrams']

export type Offer = Schemas['Offer']
export type Quote = Schemas['Quoted']
export type PlaceOrder = Schemas['PlaceOffsetOrder']
export type SerialRange = Schemas['SerialRange']
export type Order = Schemas['Order']
export type OrderState = Order['state']
export type Attempt = Schemas['Attempt']
export type Payment = Schemas['Payment']
export type PaymentReceipt = Schemas['PaymentReceipt']

export type Certificate = Schemas['Certificate']
export type Verification = Schemas['Verification']
export type Project = Schemas['Project']
export type RibbonStretch = Schemas['Strip']
export type SerialHistory = Schemas['SerialHistory']
export type Batch = Schemas['Batch']
export type Statistics = Schemas['Statistics']

export type Rule = Schemas['Rule']
export type Rules = Schemas['Rules']
export type RecordActivity = Schemas['RecordActivity']
export type RecordedActivity = Schemas['ActivityRecorded']
export type Activity = Schemas['Activity']
export type TakenBack = Schemas['ActivityTakenBack']
export type CapsLeft = Schemas['CapsLeft']
export type Simulation = Schemas['Simulated']
export type Points = Schemas['Points']
export type PointEntry = Schemas['PointEntry']
export type EntryDirection = 'earned' | 'spent' | 'returned'
export type Explanation = Schemas['Explanation']

export type Reward = Schemas['Reward']
export type RewardCategory = Reward['category']
export type PayCode = Schemas['PayCode']
export type PayCodeInspection = Schemas['PayCodeInspection']
export type RedeemPayCode = Schemas['RedeemPayCode']
export type Redemption = Schemas['Redemption']
export type RedemptionSummary = Schemas['RedemptionSummary']
export type MyRedemption = Schemas['MyRedemption']
export type RewardLimitLeft = Schemas['RewardLimitLeft']

export type HelpDesk = Schemas['Help']

export type StoredFile = Schemas['File']
export type Job = Schemas['Job']

export type Notice = Schemas['Notice']
export type NoticeSettings = Schemas['NoticeSettings']
export type Complaint = Schemas['Complaint']
export type ComplaintCase = Schemas['ComplaintCase']
export type ComplaintWorkItem = Schemas['ComplaintWorkItem']
export type ComplaintOfficeCase = Schemas['ComplaintOfficeCase']
export type FileComplaint = Schemas['FileComplaint']

export type Consents = Schemas['Consents']
export type ConsentPurpose = Schemas['Purpose']
export type ConsentGiven = Schemas['ConsentGiven']
export type ReceiptChecked = Schemas['ReceiptChecked']
export type Disclosure = Schemas['Disclosure']
export type DataCopy = Schemas['Copy']
export type Closing = Schemas['Closing']
