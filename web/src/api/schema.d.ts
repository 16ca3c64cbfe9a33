// Generated from docs/openapi.json by `npm run gen:api`. Do not edit.

export interface paths {
    "/api/v1/activities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What I have reported, newest first. */
        get: operations["listActivities"];
        put?: never;
        /** Report something green that I did; my own word counts for half. */
        post: operations["recordActivity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activities/{activity_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                activity_id: string;
            };
            cookie?: never;
        };
        /** One thing that I have reported. */
        get: operations["getActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activities/{activity_id}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                activity_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a report of my own that was a mistake: its points go, what it used up stays used. */
        post: operations["withdrawActivity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agreements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The user agreement and the privacy notice in force. */
        get: operations["listAgreements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/acting-party": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A token to act for an organisation that one is a member of (or for oneself again). */
        post: operations["actAs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A fresh access token; the refresh token changes with every use. */
        post: operations["refreshSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End this sign-in; its tokens stop working at once. */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with the code; a new number opens an account. */
        post: operations["signInWithSms"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sms-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a sign-in code. The answer is the same for known and unknown numbers. */
        post: operations["requestSmsCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificate-verifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Is this genuine and in force? Takes a number, a page's address or the text of a QR code, or a PDF's digest.
         * @description Keeps nothing.
         */
        post: operations["verifyCertificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificates/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        /** What a certificate says, whether it is in force, and how its kilograms came about. */
        get: operations["getCertificate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificates/{number}.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        /** The certificate for the printer. Its SHA-256 can be checked for ever, by certificate-verifications. */
        get: operations["getCertificatePdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificates/{number}.png": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        /** The certificate as a picture to show around. */
        get: operations["getCertificatePoster"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificates/{number}/qr.svg": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        /** The certificate's QR code: the address of its page and the signed facts. */
        get: operations["getCertificateQr"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emission-factors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every published factor with its source and grade. */
        get: operations["listEmissionFactors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/footprint-activities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The form of a month (default: the last one that is over), with the factors that it is computed with. */
        get: operations["listFootprintActivities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/footprint-estimates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a month comes to. Keeps nothing. */
        post: operations["estimateFootprint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/footprints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own footprints, newest first, withdrawn ones too. */
        get: operations["listFootprints"];
        put?: never;
        /** Keep a month's footprint, or replace the one that is there. */
        post: operations["recordFootprint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/footprints/{footprint_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footprint_id: string;
            };
            cookie?: never;
        };
        /** One of one's own footprints. */
        get: operations["getFootprint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/footprints/{footprint_id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footprint_id: string;
            };
            cookie?: never;
        };
        /** The exact inputs, factors and text that the digest was made of. */
        get: operations["getFootprintReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/footprints/{footprint_id}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footprint_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a footprint back; it stays readable, and the month can be recorded again. */
        post: operations["withdrawFootprint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/help": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom to call or visit. What the county has not published is null, never made up. */
        get: operations["getHelp"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who I am here, and for whom I act. */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change nickname or elder mode. */
        patch: operations["updateMe"];
        trace?: never;
    };
    "/api/v1/my-redemptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What I have had for my points, newest first. */
        get: operations["listMyRedemptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my-reward-limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many more I get of each reward that is limited, so that the counter need not be the one to say no. */
        get: operations["listMyRewardLimits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is for sale by the kilogram, from which forest, at what price. */
        get: operations["listOffers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/offset-orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My orders, newest first. */
        get: operations["listOffsetOrders"];
        put?: never;
        /** Take a quote: its kilograms are held for fifteen minutes, its money is asked for. */
        post: operations["placeOffsetOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/offset-orders/{order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        /** Where an order stands, and what came of it. */
        get: operations["getOffsetOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/offset-orders/{order_id}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change one's mind before paying. Money that arrives in the last moment is delivered for, or goes back. */
        post: operations["cancelOffsetOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/offset-quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What an offset costs. The price holds for fifteen minutes; nothing is reserved. */
        post: operations["quoteOffset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pay-code-inspections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look at a code without taking anything. From then on it is good at this merchant alone. */
        post: operations["inspectPayCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pay-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A code to show at a counter: one minute, one attempt; the one before it dies. */
        post: operations["issuePayCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-notifications/{gateway}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gateway: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A gateway says that something happened. A hint: the order query decides what did. */
        post: operations["receivePaymentNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        /** Where a payment stands. */
        get: operations["getPayment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send the payer to a gateway. Repeatable: the gateway knows the order by the payment's id. */
        post: operations["startPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/looks": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Where a payment stands now: asks the gateway, at most every two seconds. For whoever waits for it. */
        post: operations["lookAtPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        /** The facts of a receipt, once the money bought something or went back whole. */
        get: operations["getPaymentReceiptFacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/receipt.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        /** The receipt for the printer. It is no tax invoice, and says so. */
        get: operations["getPaymentReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What I can spend, what is on its way, and every day on which some of it lapses. */
        get: operations["getPoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/points/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My statement, newest first. */
        get: operations["listPointEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/points/entries/{entry_id}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry_id: string;
            };
            cookie?: never;
        };
        /** From the points to the rule's version, to what was done, down to serials and forest. */
        get: operations["explainPointEntry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/points/simulations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What an act would earn me now; nothing is kept. */
        post: operations["simulateAward"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/redemption-summaries/{business_date}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                business_date: string;
            };
            cookie?: never;
        };
        /** This merchant's day: how many, how many points, how much will be paid. */
        get: operations["getRedemptionSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/redemptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this merchant has taken, newest first. */
        get: operations["listRedemptions"];
        put?: never;
        /** Take points, or hand over a reward for them. The code is dead afterwards, whatever the answer. */
        post: operations["redeemPayCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/redemptions/{redemption_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                redemption_id: string;
            };
            cookie?: never;
        };
        /** One redemption of this merchant's: for a till whose answer was lost. */
        get: operations["getRedemption"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/redemptions/{redemption_id}/reversal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                redemption_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the points back, within 24 hours and once; the piece is back in stock. */
        post: operations["reverseRedemption"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registry/batches/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        /** One ticket: its forest, where its kilograms rest, what happened to it. */
        get: operations["getBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registry/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find a kilogram, a ticket, a certificate or a forest. */
        get: operations["searchRegistry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registry/serials/{serial}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serial: string;
            };
            cookie?: never;
        };
        /** What became of one kilogram. Takes 2738415, 2,738,415 and MX00000027384156. */
        get: operations["getSerialHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registry/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The register in numbers. */
        get: operations["getRegistryStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retirements/{retirement_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                retirement_id: string;
            };
            cookie?: never;
        };
        /** A retirement of one's own. */
        get: operations["getRetirement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rewards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What merchants give for points. */
        get: operations["listRewards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rewards/{reward_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                reward_id: string;
            };
            cookie?: never;
        };
        /** One reward: what, where, for how many points, and who pays for it. */
        get: operations["getReward"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The earn rules in force today. */
        get: operations["listRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Accepted: {
            /** Format: date-time */
            accepted_at: string;
            version: string;
        };
        Acknowledged: {
            code: string;
            message: string;
        };
        ActAs: {
            /** Format: uuid */
            party_id: string;
        };
        Activities: {
            items: components["schemas"]["Activity"][];
            next_cursor?: string | null;
        };
        Activity: {
            abilities: "withdraw"[];
            /** Format: uuid */
            activity_id: string;
            /**
             * Format: uuid
             * @description to be explained, if it earned
             */
            entry_id: string | null;
            kind: string;
            measures: {
                [key: string]: string;
            };
            /** Format: date-time */
            occurred_at: string;
            points: number;
            /** Format: date-time */
            recorded_at: string;
            reduction_g: number | null;
            source_reference: string | null;
            state: string;
            tier: string;
            title: string;
            /**
             * Format: date
             * @description the last day on which it can be taken back
             */
            withdrawable_until: string | null;
            /** Format: date-time */
            withdrawn_at: string | null;
        };
        ActivityRecorded: {
            /** Format: uuid */
            activity_id: string;
            /**
             * Format: uuid
             * @description to be explained, if it earned
             */
            entry_id: string | null;
            lines: components["schemas"]["AwardLine"][];
            points: number;
            points_balance: number;
            reduction_g: number | null;
            state: string;
            tier: string;
        };
        ActivityTakenBack: {
            activity: components["schemas"]["Activity"];
            /**
             * Format: uuid
             * @description to be explained, if it had earned
             */
            entry_id: string | null;
            /** @description what can be spent now */
            points_balance: number;
            /** @description of these, what was spent already: the next awards pay it first */
            points_owed: number;
            points_taken_back: number;
        };
        Agreement: {
            kind: string;
            /** Format: date */
            published_on: string;
            text: string;
            title: string;
            version: string;
        };
        Agreements: {
            items: components["schemas"]["Agreement"][];
        };
        Attempt: {
            /** Format: uuid */
            attempt_id: string;
            channel: string;
            /** @description native: to be shown as a QR */
            code_url: string | null;
            /** Format: date-time */
            expires_at: string;
            gateway: string;
            /** @description the payment's id without dashes */
            out_trade_no: string;
            /** @description h5: where to send the browser */
            pay_url: string | null;
            /** Format: uuid */
            payment_id: string;
            state: string;
        };
        AwardBehind: {
            /** Format: uuid */
            award_id: string;
            /** Format: date */
            expires_on: string | null;
            points: number;
        };
        AwardLine: {
            facts: {
                [key: string]: unknown;
            };
            points: number;
            reason: string;
            rule: string;
            rule_version: number;
            text: string;
        };
        Batch: {
            demo: boolean;
            first: number;
            history: components["schemas"]["RegistryEvent"][];
            issued_kg: number;
            /** Format: date */
            issued_on: string;
            last: number;
            number: string;
            owner: string;
            project: components["schemas"]["Project"];
            ribbon: components["schemas"]["Strip"][];
            states: components["schemas"]["StateSum"][];
            vintage: components["schemas"]["RegistryVintage"];
        };
        BatchNumber: {
            number: string;
        };
        Benchmark: {
            grade: string;
            name: string;
            period_label: string;
            source: string;
            value_g: number;
            verified: boolean;
        };
        BeneficiaryWish: {
            /**
             * @example nickname
             * @enum {string}
             */
            kind: "nickname" | "real-name" | "none" | "organisation";
            /** @default null */
            text?: string | null;
        };
        Block: {
            first: number;
            last: number;
        };
        Caps: {
            acts_per_day?: number;
            acts_per_month?: number;
            points_per_day?: number;
            points_per_month?: number;
            scope: string;
        };
        CategoryGrams: {
            food: number;
            home: number;
            things: number;
            travel: number;
        };
        CategoryNames: {
            food: string;
            home: string;
            things: string;
            travel: string;
        };
        CauseBehind: {
            kind: string;
            text: string;
            title: string;
        };
        Certificate: {
            demo: boolean;
            facts: components["schemas"]["CertificateFacts"];
            history: components["schemas"]["Event"][];
            /** Format: date-time */
            issued_at: string;
            issuer: string;
            number: string;
            qr_text: string;
            signature: components["schemas"]["Signature"];
            /** @enum {string} */
            state: "valid" | "revoked" | "superseded";
            url: string;
        };
        CertificateFacts: {
            basis: string;
            batch_number: string;
            /** @description only what the holder chose to show */
            beneficiary_name: string | null;
            period: string | null;
            project: components["schemas"]["CertificateProject"];
            purpose: string;
            purpose_text: string;
            quantity_kg: number;
            /** Format: date-time */
            retired_at: string;
            serials: components["schemas"]["SerialRange"][];
            vintage: components["schemas"]["Vintage"];
        };
        CertificateNumber: {
            number: string;
        };
        CertificateProject: {
            area_mu: number;
            name: string;
            place: string;
        };
        ComparedCategory: {
            category: string;
            mine_g: number;
            name: string;
            value_g: number;
        };
        Comparison: {
            benchmark: components["schemas"]["Benchmark"] | null;
            /** @description the county, the one published Chinese city, the country */
            places: components["schemas"]["Place"][];
            previous: components["schemas"]["Previous"] | null;
        };
        Customer: {
            name_masked: string;
            phone_tail: string;
        };
        Entry: {
            /** @example electricity.grid */
            activity: string;
            /** @example 186 */
            quantity: string;
            /**
             * @description where it happened, if not in the county
             * @default null
             */
            region?: string | null;
            /** @example kWh */
            unit: string;
        };
        Equation: {
            quantity: string;
            quantity_label: string;
            rate: string;
            rate_label: string;
            /** @description before caps */
            result: number;
        };
        EstimateFootprint: {
            /**
             * @example citizen
             * @enum {string}
             */
            kind: "citizen";
            lines: components["schemas"]["Entry"][];
            /** @example 2026-10 */
            period: string;
        };
        Event: {
            /** Format: date-time */
            at: string;
            kind: string;
            text: string;
            title: string;
        };
        Evidence: {
            /** @default null */
            note?: string | null;
        };
        Expiring: {
            /**
             * Format: date
             * @description the last day on which they can be spent
             */
            business_date: string;
            points: number;
        };
        Explanation: {
            award: components["schemas"]["AwardBehind"] | null;
            cause: components["schemas"]["CauseBehind"] | null;
            direction: string;
            /** Format: uuid */
            entry_id: string;
            equation: components["schemas"]["Equation"] | null;
            kind: string;
            lots: components["schemas"]["LotBehind"][];
            points: number;
            /** Format: date-time */
            recorded_at: string;
            redemption: components["schemas"]["RedemptionBehind"] | null;
            retirement: components["schemas"]["RetirementBehind"] | null;
            rule: components["schemas"]["RuleBehind"] | null;
            steps: components["schemas"]["Step"][];
            title: string;
        };
        Factor: {
            activity: string;
            calibre: string;
            gas: string;
            /** @enum {string} */
            grade: "A" | "B" | "C" | "D";
            /**
             * @description code@set/region/year; superseded, never changed
             * @example electricity.grid@default/CN-FJ/2022
             */
            id: string;
            /** @description to be shown beside a weak figure */
            label: string | null;
            name: string;
            note: string;
            region: string;
            region_name: string;
            source: string;
            source_no: string;
            /** @example kg/kWh */
            unit: string;
            /** Format: date */
            valid_from: string | null;
            /** Format: date */
            valid_to: string | null;
            /** @example 0.4092 */
            value: string | null;
            value_high: string | null;
            value_low: string | null;
            verified: boolean;
            year: number | null;
        };
        Factors: {
            items: components["schemas"]["Factor"][];
        };
        FieldError: {
            code: string;
            detail: string;
            /** @description JSON pointer into the request */
            field: string;
            mend: string;
        };
        Footprint: {
            abilities: string[];
            by_category: components["schemas"]["CategoryGrams"];
            category_names: components["schemas"]["CategoryNames"];
            comparison: components["schemas"]["Comparison"];
            digest: string;
            emissions_g: number;
            engine_version: string;
            factor_set: string;
            /** Format: uuid */
            footprint_id: string;
            interval: components["schemas"]["Interval"] | null;
            is_period_over: boolean;
            kind: string;
            /** @description largest first */
            lines: components["schemas"]["Line"][];
            offset: components["schemas"]["OffsetState"];
            period: string;
            /** Format: date-time */
            recorded_at: string;
            /** @description at most three */
            reductions: components["schemas"]["Reduction"][];
            /** Format: uuid */
            replaces: string | null;
            /** @enum {string} */
            state: "recorded" | "withdrawn";
            /** Format: date-time */
            withdrawn_at: string | null;
        };
        FootprintEstimate: {
            by_category: components["schemas"]["CategoryGrams"];
            category_names: components["schemas"]["CategoryNames"];
            comparison: components["schemas"]["Comparison"];
            digest: string;
            emissions_g: number;
            engine_version: string;
            factor_set: string;
            interval: components["schemas"]["Interval"] | null;
            is_period_over: boolean;
            kind: string;
            /** @description largest first */
            lines: components["schemas"]["Line"][];
            offset: components["schemas"]["OffsetState"];
            period: string;
            /** @description at most three */
            reductions: components["schemas"]["Reduction"][];
        };
        FootprintPage: {
            items: components["schemas"]["Footprint"][];
            next_cursor?: string | null;
        };
        HandOver: {
            text: string;
            title: string;
        };
        Help: {
            address: string | null;
            hours: string | null;
            /** @description who leads the programme */
            office: string | null;
            /** @description as the county writes it; null: none is set yet */
            phone: string | null;
            source: string | null;
            verified: boolean;
        };
        Hit: {
            /** @enum {string} */
            kind: "serial" | "batch" | "certificate" | "project";
            number: string;
            path: string;
            subtitle: string;
            title: string;
        };
        Hits: {
            items: components["schemas"]["Hit"][];
        };
        InspectPayCode: {
            /** @example 4821 7706 3954 */
            code: string;
        };
        Interval: {
            high_g: number;
            low_g: number;
        };
        IssuePayCode: Record<string, never>;
        Limit: {
            count: number;
            /** @enum {string} */
            span: "day" | "month" | "ever";
        };
        Line: {
            activity: string;
            category: string;
            emissions_g: number;
            factor: components["schemas"]["UsedFactor"];
            name: string;
            quantity: string;
            region: string | null;
            /** @example 0.331 */
            share: string;
            unit: string;
            unit_label: string;
        };
        LotBehind: {
            /** Format: date */
            expires_on: string;
            points: number;
        };
        Me: {
            abilities: string[];
            acting: components["schemas"]["Member"] | null;
            agreement: components["schemas"]["Accepted"] | null;
            elder_mode: boolean;
            memberships: components["schemas"]["Member"][];
            nickname: string;
            /** Format: uuid */
            party_id: string;
            /** Format: uuid */
            person_id: string;
            phone_masked: string;
            roles: string[];
        };
        Member: {
            kind: string;
            name: string;
            /** Format: uuid */
            party_id: string;
            place: string;
            role: string;
        };
        Merchant: {
            name: string;
            /** Format: uuid */
            party_id: string;
            place: string;
        };
        MyRedemption: {
            /**
             * Format: uuid
             * @description for the explanation of the points
             */
            entry_id: string;
            merchant: components["schemas"]["Merchant"];
            points: number;
            /** Format: date-time */
            redeemed_at: string;
            /** Format: uuid */
            redemption_id: string;
            /** Format: date-time */
            reversed_at: string | null;
            reward: components["schemas"]["RewardTitle"] | null;
            /** @enum {string} */
            state: "done" | "reversed";
            title: string;
        };
        MyRedemptions: {
            items: components["schemas"]["MyRedemption"][];
            next_cursor?: string | null;
        };
        Nothing: Record<string, never>;
        Offer: {
            available_kg: number;
            batch: components["schemas"]["OfferBatch"];
            demo: boolean;
            /** Format: uuid */
            offer_id: string;
            /** @example 10000 */
            price_fen_per_t: number;
            project: components["schemas"]["OfferProject"];
            seller: string;
            vintage: components["schemas"]["OfferVintage"];
        };
        OfferBatch: {
            issued_kg: number;
            /** Format: date */
            issued_on: string;
            number: string;
        };
        OfferedActivities: {
            items: components["schemas"]["OfferedActivity"][];
            /** @description what some people have beside the short list, by category */
            more: components["schemas"]["OfferedActivity"][];
        };
        OfferedActivity: {
            activity: string;
            /** @description what this is another way of computing, for who chooses it on purpose */
            alternative_to: string | null;
            category: string;
            category_name: string;
            default_quantity: string | null;
            factor: components["schemas"]["UsedFactor"];
            hint: string;
            max_quantity: string;
            name: string;
            /** @description what describes the same thing: give one of them */
            overlaps: string[];
            /** @description amounts that people know by heart, in the unit of the line */
            quick: components["schemas"]["Quick"][];
            unit: string;
            unit_label: string;
        };
        OfferProject: {
            area_mu: number;
            kind: string;
            name: string;
            place: string;
        };
        Offers: {
            items: components["schemas"]["Offer"][];
        };
        OfferVintage: {
            from: number;
            to: number;
        };
        OffsetState: {
            /** @description already retired for this month */
            claimed_kg: number;
            /** @description what an offset would be offered for */
            open_kg: number;
        };
        Order: {
            abilities: string[];
            amount_fen: number;
            batch_number: string;
            beneficiary: components["schemas"]["ShownBeneficiary"];
            certificate: components["schemas"]["OrderCertificate"] | null;
            /** Format: date-time */
            expires_at: string;
            footprint: components["schemas"]["OrderedFootprint"] | null;
            number: string;
            /** Format: uuid */
            order_id: string;
            payment: components["schemas"]["OrderPayment"];
            /** Format: date-time */
            placed_at: string;
            points: components["schemas"]["OrderPoints"] | null;
            price_fen_per_t: number;
            project: components["schemas"]["OrderedProject"];
            purpose: string;
            purpose_text: string;
            quantity_kg: number;
            retirement: components["schemas"]["OrderRetirement"] | null;
            /** @enum {string} */
            state: "placed" | "paid" | "retired" | "expired" | "cancelled" | "refunded";
        };
        OrderCertificate: {
            number: string;
            path: string;
        };
        OrderedFootprint: {
            /** Format: uuid */
            footprint_id: string;
            period: string;
        };
        OrderedProject: {
            name: string;
            place: string;
        };
        OrderPayment: {
            amount_fen: number;
            gateway: string | null;
            /** Format: date-time */
            paid_at: string | null;
            /** Format: uuid */
            payment_id: string;
            state: string;
        };
        OrderPoints: {
            awarded: number;
            /** Format: uuid */
            entry_id: string | null;
            reasons: components["schemas"]["AwardLine"][];
        };
        OrderRetirement: {
            quantity_kg: number;
            /** Format: date-time */
            retired_at: string;
            /** Format: uuid */
            retirement_id: string;
            serials: components["schemas"]["SerialRange"][];
        };
        Orders: {
            items: components["schemas"]["Order"][];
            next_cursor?: string | null;
        };
        PaginationMetadata: {
            /** @description First available page number. */
            first_page: number;
            /** @description Last available page number. */
            last_page: number;
            /** @description Next page number. */
            next_page: number;
            /** @description Current page number. */
            page: number;
            /** @description Previous page number. */
            previous_page: number;
            /** @description Total number of items. */
            total: number;
            /** @description Total number of pages. */
            total_pages: number;
        };
        PayCode: {
            /** @description the text of the QR */
            code: string;
            /** @description twelve digits to read out instead */
            digits: string;
            /** Format: date-time */
            expires_at: string;
            expires_in_s: number;
        };
        PayCodeInspection: {
            customer: components["schemas"]["Customer"];
            /** Format: date-time */
            expires_at: string;
            expires_in_s: number;
            valid: boolean;
        };
        Payment: {
            abilities: string[];
            amount_fen: number;
            currency: string;
            /** Format: date-time */
            expires_at: string;
            gateway: string | null;
            gateway_transaction: string | null;
            last_attempt_failed: boolean;
            out_trade_no: string;
            /** Format: date-time */
            paid_at: string | null;
            /** Format: uuid */
            payment_id: string;
            refunds: components["schemas"]["Refund"][];
            /** @enum {string} */
            state: "created" | "paying" | "paid" | "refunding" | "refunded" | "closed" | "late";
            subject: components["schemas"]["Subject"];
        };
        PaymentReceipt: {
            amount_fen: number;
            /** @example 人民币贰拾叁元整 */
            amount_in_capitals: string;
            certificate_number: string | null;
            currency: string;
            gateway: string;
            gateway_transaction: string;
            item: string;
            order_number: string;
            /** Format: date-time */
            ordered_at: string;
            /** Format: date-time */
            paid_at: string;
            payer_masked: string;
            receipt_no: string;
            refunds: components["schemas"]["ReceiptRefund"][];
            seller: string;
            /** @enum {string} */
            state: "paid" | "refunded";
        };
        Place: {
            by_category: components["schemas"]["ComparedCategory"][];
            /** @enum {string} */
            code: "county" | "kunming" | "nation";
            grade: string | null;
            label: string | null;
            /** @description what of this statement can be held to it */
            mine_g: number | null;
            name: string;
            period_label: string | null;
            /** @description what is compared and what is not */
            scope: string;
            source: string | null;
            /** @description a person's month there; null where nothing is published */
            value_g: number | null;
            verified: boolean | null;
            year: number | null;
        };
        PlaceOffsetOrder: {
            beneficiary: components["schemas"]["BeneficiaryWish"];
            /**
             * Format: uuid
             * @default null
             */
            footprint_id?: string | null;
            /**
             * @example footprint
             * @enum {string}
             */
            purpose: "footprint" | "voluntary" | "duty" | "event" | "programme";
            /** Format: uuid */
            quote_id: string;
        };
        PointEntries: {
            items: components["schemas"]["PointEntry"][];
            next_cursor?: string | null;
        };
        PointEntry: {
            /** Format: date */
            business_date: string;
            /**
             * @description the kind of behaviour that earned, or redemption, reversal, expiry, withdrawal, other
             * @example mobility.walk
             */
            cause_kind: string;
            /** @enum {string} */
            direction: "earned" | "spent" | "returned" | "expired" | "clawed-back";
            /** Format: uuid */
            entry_id: string;
            /** Format: date */
            expires_on: string | null;
            kind: string;
            note: string | null;
            /** @description with its sign */
            points: number;
            /** Format: date-time */
            recorded_at: string;
            title: string;
        };
        Points: {
            available: number;
            debt: number;
            expiring: components["schemas"]["Expiring"][];
            held: number;
            pending: number;
            tier: string | null;
        };
        Previous: {
            /** @description this month less that one */
            difference_g: number;
            emissions_g: number;
            period: string;
        };
        Problem: {
            /** @description stable; what programs look at */
            code: string;
            detail: string;
            errors?: components["schemas"]["FieldError"][];
            /** @description what to do about it */
            mend: string;
            reasons: components["schemas"]["Reason"][];
            request_id: string;
            status: number;
            title: string;
            type: string;
        };
        Project: {
            area_mu: number;
            kind: string;
            methodology: string;
            name: string;
            place: string;
        };
        PurposeSum: {
            purpose: string;
            purpose_text: string;
            quantity_kg: number;
            retirements: number;
        };
        Quick: {
            label: string;
            /** @example 14.5 */
            quantity: string;
        };
        Quoted: {
            amount_fen: number;
            currency: string;
            /** @description what today's limit leaves */
            daily_left_kg: number;
            /** Format: date-time */
            expires_at: string;
            footprint: components["schemas"]["QuotedFootprint"] | null;
            lines: components["schemas"]["QuotedLine"][];
            points_estimate: number;
            points_lines: components["schemas"]["AwardLine"][];
            price_fen_per_t: number;
            quantity_kg: number;
            /** Format: uuid */
            quote_id: string;
        };
        QuotedFootprint: {
            claimed_kg: number;
            emissions_g: number;
            /** Format: uuid */
            footprint_id: string;
            period: string;
        };
        QuotedLine: {
            amount_fen: number;
            batch_number: string;
            /** Format: uuid */
            offer_id: string;
            price_fen_per_t: number;
            project_name: string;
            quantity_kg: number;
        };
        QuoteOffset: {
            /**
             * Format: uuid
             * @default null
             */
            footprint_id?: string | null;
            /**
             * Format: uuid
             * @default null
             */
            offer_id?: string | null;
            /**
             * @default null
             * @example 230
             */
            quantity_kg?: number | null;
        };
        Reason: {
            code: string;
            facts: {
                [key: string]: unknown;
            };
            text: string;
        };
        Receipt: {
            /** @description the text whose SHA-256, in UTF-8, is digest */
            canonical: string;
            digest: string;
            engine_version: string;
            factor_set: string;
            factors: components["schemas"]["Factor"][];
            /** Format: uuid */
            footprint_id: string;
            how_to_check: string;
            lines: components["schemas"]["Line"][];
        };
        ReceiptRefund: {
            amount_fen: number;
            /** Format: date-time */
            settled_at: string | null;
            state: string;
        };
        RecordActivity: {
            /** @default null */
            evidence?: components["schemas"]["Evidence"] | null;
            /** @example mobility.walk */
            kind: string;
            /**
             * @example {
             *       "steps": "7250"
             *     }
             */
            measures: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @example 2026-11-22T09:41:00+08:00
             */
            occurred_at: string;
            /**
             * @description the receipt, if there is one: it counts once, whoever brings it
             * @default null
             */
            source_reference?: string | null;
        };
        RecordFootprint: {
            /**
             * @example citizen
             * @enum {string}
             */
            kind: "citizen";
            lines: components["schemas"]["Entry"][];
            /** @example 2026-10 */
            period: string;
            /**
             * Format: uuid
             * @description the month's live footprint, withdrawn together
             * @default null
             */
            replaces?: string | null;
        };
        RedeemPayCode: {
            /** @example 482177063954 */
            code: string;
            /**
             * @description the till's own number
             * @example LC-1122-0028
             */
            out_trade_no: string;
            /** @example 200 */
            points?: number;
            /** Format: uuid */
            reward_id?: string;
        };
        Redemption: {
            abilities: string[];
            customer: components["schemas"]["Customer"];
            hand_over: components["schemas"]["HandOver"];
            out_trade_no: string;
            /** @description what the merchant is paid for it */
            payable_fen: number;
            points: number;
            /** Format: date-time */
            redeemed_at: string;
            /** Format: uuid */
            redemption_id: string;
            /** Format: date-time */
            reversed_at: string | null;
            /** Format: date-time */
            reversible_until: string;
            reward: components["schemas"]["RewardTitle"] | null;
            /** @enum {string} */
            state: "done" | "reversed";
        };
        RedemptionBehind: {
            merchant_name: string;
            points: number;
            /** Format: date-time */
            redeemed_at: string;
            /** Format: uuid */
            redemption_id: string;
            state: string;
            title: string;
        };
        Redemptions: {
            items: components["schemas"]["Redemption"][];
            next_cursor?: string | null;
        };
        RedemptionSummary: {
            /** Format: date */
            business_date: string;
            /** @description redeemed on that day and not reversed */
            count: number;
            payable_fen: number;
            points: number;
            reversed_count: number;
        };
        Reduction: {
            activity: string;
            saves_g: number;
            text: string;
            title: string;
        };
        Refresh: {
            /**
             * Format: uuid
             * @description keep acting for this party
             * @default null
             */
            party_id?: string | null;
            /**
             * @description apps; browsers send their cookie instead
             * @default null
             */
            refresh_token?: string | null;
        };
        Refund: {
            amount_fen: number;
            reason: string;
            /** Format: uuid */
            refund_id: string;
            state: string;
        };
        RegistryEvent: {
            /** Format: date-time */
            at: string;
            kind: string;
            text: string;
            title: string;
        };
        RegistryVintage: {
            from: number;
            to: number;
        };
        RequestSmsCode: {
            /** @example 13800138000 */
            phone: string;
        };
        Retirement: {
            batch: components["schemas"]["BatchNumber"];
            beneficiary: components["schemas"]["RetirementBeneficiary"];
            certificate: components["schemas"]["CertificateNumber"];
            project: components["schemas"]["Project"];
            purpose: string;
            quantity_kg: number;
            /** Format: date-time */
            retired_at: string;
            /** Format: uuid */
            retirement_id: string;
            serials: components["schemas"]["SerialRange"][];
        };
        RetirementBehind: {
            batch_number: string;
            certificate_number: string | null;
            place: string;
            project_name: string;
            quantity_kg: number;
            /** Format: uuid */
            retirement_id: string;
            serials: components["schemas"]["SerialRange"][];
        };
        RetirementBeneficiary: {
            /** @enum {string} */
            kind: "nickname" | "real-name" | "none" | "organisation";
            name: string | null;
        };
        ReverseRedemption: {
            /** @default null */
            reason?: string | null;
        };
        Reward: {
            /** @enum {string} */
            category: "travel" | "food" | "goods";
            description: string;
            /** @description whose money it is */
            funder: string;
            /** @description how many one person gets; null: not limited */
            limit: components["schemas"]["Limit"] | null;
            merchant: components["schemas"]["Merchant"];
            /** @enum {string} */
            picture: "bus" | "leicha" | "jerky" | "yew" | "cup" | "power";
            points: number;
            /** Format: uuid */
            reward_id: string;
            /** @enum {string} */
            state: "available" | "out-of-stock" | "closed";
            /** @description null: not limited */
            stock: number | null;
            terms: string;
            title: string;
            /** @description what the merchant is paid for it */
            worth_fen: number;
        };
        RewardLimitLeft: {
            count: number;
            /** @description how many more this person gets */
            left: number;
            /**
             * Format: date
             * @description when the count begins anew
             */
            next_on: string | null;
            /** Format: uuid */
            reward_id: string;
            /** @enum {string} */
            span: "day" | "month" | "ever";
        };
        RewardLimits: {
            items: components["schemas"]["RewardLimitLeft"][];
        };
        Rewards: {
            items: components["schemas"]["Reward"][];
            next_cursor?: string | null;
        };
        RewardTitle: {
            /** Format: uuid */
            reward_id: string;
            title: string;
        };
        Rule: {
            caps: components["schemas"]["Caps"];
            caps_text: string;
            code: string;
            expiry_months: number;
            grade: string;
            kind: string;
            measure: string;
            measure_label: string;
            note: string;
            per: number;
            points: number;
            reduction: components["schemas"]["RuleReduction"] | null;
            self_report_points_share: string | null;
            self_reportable: boolean;
            title: string;
            unit: string;
            unit_label: string;
            /** Format: date */
            valid_from: string;
            /** Format: date */
            valid_until: string | null;
            verified: boolean;
            version: number;
        };
        RuleBehind: {
            caps_text: string;
            code: string;
            title: string;
            /** Format: date */
            valid_from: string;
            version: number;
        };
        RuleReduction: {
            grams: number;
            per: number;
        };
        Rules: {
            items: components["schemas"]["Rule"][];
        };
        SerialBatch: {
            first: number;
            issued_kg: number;
            last: number;
            number: string;
        };
        SerialHistory: {
            batch: components["schemas"]["SerialBatch"];
            block: components["schemas"]["Block"];
            certificate_number: string | null;
            history: components["schemas"]["RegistryEvent"][];
            project: components["schemas"]["Project"];
            purpose_text: string | null;
            ribbon: components["schemas"]["Strip"][];
            serial: number;
            serial_text: string;
            state: string;
            state_text: string;
        };
        SerialRange: {
            first: number;
            /** @example MX00000027384156 */
            readonly first_text: string;
            last: number;
            readonly last_text: string;
        };
        Session: {
            access_token: string;
            expires_in_s: number;
            memberships: components["schemas"]["Member"][];
            /** Format: uuid */
            party_id: string;
            /** Format: uuid */
            person_id: string;
            /** @description only for apps; browsers get an HttpOnly cookie */
            refresh_token?: string;
            roles: string[];
            token_type: string;
        };
        ShownBeneficiary: {
            kind: string;
            name: string | null;
        };
        Signature: {
            alg: string;
            jws: string;
            /** @description key at /.well-known/jwks.json */
            kid: string;
            /** @description checked for this very answer */
            valid: boolean;
        };
        SignIn: {
            /** @example 1.0 */
            agreement_version: string;
            /** Format: uuid */
            challenge_id: string;
            /** @enum {string} */
            client: "browser" | "app";
            /** @example 490712 */
            code: string;
            /** @default null */
            device?: string | null;
        };
        SimulateAward: {
            /** @example mobility.walk */
            kind: string;
            /**
             * @example {
             *       "steps": "7250"
             *     }
             */
            measures: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @default null
             */
            occurred_at?: string | null;
            /**
             * @default null
             * @enum {string|null}
             */
            purpose?: "footprint" | "voluntary" | "duty" | "event" | "case" | "programme" | null;
            /**
             * @description default: the citizen's own word where a rule takes it, else verified
             * @default null
             * @enum {string|null}
             */
            tier?: "verified" | "self-report" | null;
        };
        Simulated: {
            lines: components["schemas"]["AwardLine"][];
            points: number;
            reduction_g: number | null;
        };
        SmsCodeRequested: {
            /** @description to be accepted at sign-in */
            agreement_version: string;
            /** Format: uuid */
            challenge_id: string;
            expires_in_s: number;
            resend_in_s: number;
        };
        StartPayment: {
            /**
             * @example native
             * @enum {string}
             */
            channel: "native" | "h5" | "jsapi";
            /**
             * @example wechat
             * @enum {string}
             */
            gateway: "wechat" | "alipay";
        };
        StateSum: {
            quantity_kg: number;
            state: string;
            state_text: string;
        };
        Statistics: {
            area_mu: number;
            /** Format: date-time */
            as_of: string;
            batches: number;
            issued_kg: number;
            projects: number;
            purposes: components["schemas"]["PurposeSum"][];
            retired_kg: number;
            retirements: number;
            states: components["schemas"]["StateSum"][];
        };
        Step: {
            /** @enum {string} */
            icon: "award" | "rule" | "retirement" | "serials" | "forest" | "activity" | "shop" | "reversal";
            path: string | null;
            text: string;
            title: string;
        };
        Strip: {
            first: number;
            label: string;
            last: number;
            state: string;
        };
        Subject: {
            /** Format: uuid */
            id: string;
            kind: string;
        };
        UpdateMe: {
            elder_mode?: boolean;
            /** @example 小林 */
            nickname?: string;
        };
        UsedFactor: {
            activity: string;
            /**
             * @description in force in the month; else the newest that had begun; else the newest published
             * @enum {string}
             */
            basis: "in-force" | "newest-before" | "newest";
            calibre: string;
            gas: string;
            /** @enum {string} */
            grade: "A" | "B" | "C" | "D";
            /**
             * @description code@set/region/year; superseded, never changed
             * @example electricity.grid@default/CN-FJ/2022
             */
            id: string;
            /** @description to be shown beside a weak figure */
            label: string | null;
            /** @enum {string} */
            level: "county" | "city" | "province" | "grid" | "nation" | "world" | "elsewhere" | "foreign";
            level_name: string;
            name: string;
            note: string;
            region: string;
            region_name: string;
            source: string;
            source_no: string;
            /** @example kg/kWh */
            unit: string;
            /** Format: date */
            valid_from: string | null;
            /** Format: date */
            valid_to: string | null;
            /** @example 0.4092 */
            value: string | null;
            value_high: string | null;
            value_low: string | null;
            verified: boolean;
            year: number | null;
        };
        Verification: {
            facts: components["schemas"]["CertificateFacts"] | null;
            number: string | null;
            reason: string;
            /** @enum {string} */
            state: "valid" | "revoked" | "superseded" | "unknown" | "altered";
            valid: boolean;
        };
        VerifyCertificate: {
            /**
             * @description SHA-256 of a PDF that was downloaded here, in lower-case hexadecimal
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            pdf_sha256?: string;
            /**
             * @description a number, the address of a certificate's page, or the text of its QR code
             * @example MX-2026-000001-7
             */
            text?: string;
        };
        Vintage: {
            from: number;
            to: number;
        };
        WithdrawActivity: Record<string, never>;
        WithdrawFootprint: Record<string, never>;
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listActivities: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Activities"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordActivity: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description 16 to 64 visible ASCII characters, made and kept by the device before it sends.
                 * @example 5f0c7a1e9d3b4c62
                 */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordActivity"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityRecorded"];
                };
            };
            /** @description `idempotency-key-malformed`: Malformed Idempotency-Key; `idempotency-key-required`: Idempotency-Key required; `invalid-request`: Invalid request; `measure-implausible`: The number cannot be right; `measure-wrong`: That is not what is measured */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `activity-already-recorded`: Already recorded; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `activity-in-future`: It has not happened yet; `activity-not-recordable`: This cannot be self-reported; `activity-too-old`: Too long ago */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getActivity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                activity_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Activity"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `activity-not-found`: No such report; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawActivity: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description 16 to 64 visible ASCII characters, made and kept by the device before it sends.
                 * @example 5f0c7a1e9d3b4c62
                 */
                "Idempotency-Key": string;
            };
            path: {
                activity_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithdrawActivity"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityTakenBack"];
                };
            };
            /** @description `idempotency-key-malformed`: Malformed Idempotency-Key; `idempotency-key-required`: Idempotency-Key required; `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `activity-not-found`: No such report; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `activity-withdrawn`: Already taken back; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `activity-not-self-reported`: Not yours to take back; `activity-withdrawal-too-late`: Too late to take back */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAgreements: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agreements"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    actAs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActAs"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed; `not-a-member`: Not a member */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refreshSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `session-ended`: Sign-in has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-a-member`: Not a member */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signInWithSms: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `agreement-version-unknown`: The agreement has changed; `sms-challenge-dead`: This code is dead; `sms-code-wrong`: Wrong code */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    requestSmsCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestSmsCode"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SmsCodeRequested"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `sms-code-too-soon`: Just sent; `sms-limit-reached`: Too many codes */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering; `sms-unavailable`: No text messages now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyCertificate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerifyCertificate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCertificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `certificate-not-found`: No such certificate; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCertificatePdf: {
        parameters: {
            query?: {
                /** @description 1: to be saved rather than shown */
                download?: "0" | "1";
                /** @description default: what Accept-Language prefers */
                lang?: "zh-CN" | "en";
            };
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A4, PDF/A-2a and PDF/UA-1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `certificate-not-found`: No such certificate; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `certificate-altered`: This certificate cannot be printed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering; `documents-busy`: Many are printing */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCertificatePoster: {
        parameters: {
            query?: {
                /** @description 1: to be saved rather than shown */
                download?: "0" | "1";
                /** @description default: what Accept-Language prefers */
                lang?: "zh-CN" | "en";
            };
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 1080 pixels wide, for a phone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `certificate-not-found`: No such certificate; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `certificate-altered`: This certificate cannot be printed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering; `documents-busy`: Many are printing */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCertificateQr: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The code as SVG */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
            /** @description `certificate-not-found`: No such certificate; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEmissionFactors: {
        parameters: {
            query?: {
                activity?: string | null;
                on?: string | null;
                region?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Factors"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFootprintActivities: {
        parameters: {
            query?: {
                period?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferedActivities"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    estimateFootprint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EstimateFootprint"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FootprintEstimate"];
                };
            };
            /** @description `footprint-activity-twice`: The same activity twice; `footprint-activity-unknown`: No such activity; `footprint-counted-twice`: The same thing twice; `footprint-quantity-too-large`: This is too much; `footprint-quantity-too-small`: This is too little; `invalid-request`: Invalid request; `region-unknown`: No such region; `unit-mismatch`: Wrong unit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `factor-not-available`: No factor to compute with; `footprint-period-future`: This month has not begun */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFootprints: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                period?: string | null;
                state?: "recorded" | "withdrawn" | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FootprintPage"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordFootprint: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description 16 to 64 visible ASCII characters, made and kept by the device before it sends.
                 * @example 5f0c7a1e9d3b4c62
                 */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordFootprint"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Footprint"];
                };
            };
            /** @description `footprint-activity-twice`: The same activity twice; `footprint-activity-unknown`: No such activity; `footprint-counted-twice`: The same thing twice; `footprint-quantity-too-large`: This is too much; `footprint-quantity-too-small`: This is too little; `idempotency-key-malformed`: Malformed Idempotency-Key; `idempotency-key-required`: Idempotency-Key required; `invalid-request`: Invalid request; `region-unknown`: No such region; `unit-mismatch`: Wrong unit */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `footprint-not-found`: No such footprint */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `footprint-already-recorded`: This month is already recorded; `footprint-withdrawn`: This footprint was withdrawn; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `factor-not-available`: No factor to compute with; `footprint-period-future`: This month has not begun; `footprint-replaces-another`: Only the same month can be replaced */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFootprint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footprint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Footprint"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `footprint-not-found`: No such footprint; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFootprintReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footprint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `footprint-not-found`: No such footprint; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawFootprint: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description 16 to 64 visible ASCII characters, made and kept by the device before it sends.
                 * @example 5f0c7a1e9d3b4c62
                 */
                "Idempotency-Key": string;
            };
            path: {
                footprint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithdrawFootprint"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Footprint"];
                };
            };
            /** @description `idempotency-key-malformed`: Malformed Idempotency-Key; `idempotency-key-required`: Idempotency-Key required; `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `footprint-not-found`: No such footprint; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `footprint-withdrawn`: This footprint was withdrawn; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHelp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Help"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateMe: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description 16 to 64 visible ASCII characters, made and kept by the device before it sends.
                 * @example 5f0c7a1e9d3b4c62
                 */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateMe"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description `idempotency-key-malformed`: Malformed Idempotency-Key; `idempotency-key-required`: Idempotency-Key required; `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMyRedemptions: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyRedemptions"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMyRewardLimits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RewardLimits"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOffers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offers"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOffsetOrders: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Orders"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    placeOffsetOrder: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description 16 to 64 visible ASCII characters, made and kept by the device before it sends.
                 * @example 5f0c7a1e9d3b4c62
                 */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaceOffsetOrder"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description `idempotency-key-malformed`: Malformed Idempotency-Key; `idempotency-key-required`: Idempotency-Key required; `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `footprint-not-found`: No such footprint; `offer-not-found`: Not on the shelf; `quote-not-found`: No such quote */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `footprint-withdrawn`: This footprint was withdrawn; `idempotency-key-reused`: Idempotency-Key already used; `quote-taken`: This quote was taken; `request-in-progress`: Still in progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `beneficiary-name-needed`: A name is needed; `footprint-fully-offset`: More than this footprint needs; `footprint-needed`: The footprint does not fit; `offset-daily-limit`: Today's limit; `purpose-not-open`: This purpose has another door; `quote-expired`: The quote has expired; `shelf-exhausted`: Not enough on the shelf */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOffsetOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `offset-order-not-found`: No such order */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelOffsetOrder: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description 16 to 64 visible ASCII characters, made and kept by the device before it sends.
                 * @example 5f0c7a1e9d3b4c62
                 */
                "Idempotency-Key": string;
            };
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description `idempotency-key-malformed`: Malformed Idempotency-Key; `idempotency-key-required`: Idempotency-Key required; `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `offset-order-not-found`: No such order */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `offset-order-not-cancellable`: This order cannot be cancelled; `request-in-progress`: Still in progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering; `payment-gateway-unavailable`: The payment provider does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quoteOffset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuoteOffset"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quoted"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `footprint-not-found`: No such footprint; `offer-not-found`: Not on the shelf */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `footprint-withdrawn`: This footprint was withdrawn */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `footprint-fully-offset`: More than this footprint needs; `offset-daily-limit`: Today's limit; `offset-quantity-unclear`: How much to offset; `shelf-exhausted`: Not enough on the shelf */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inspectPayCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InspectPayCode"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayCodeInspection"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `pay-code-expired`: The code has expired; `pay-code-invalid`: No such code; `pay-code-own`: This is your own code; `pay-code-shown-elsewhere`: The code was shown elsewhere; `pay-code-used`: The code was used */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `wrong-codes-limit`: Too many wrong codes */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    issuePayCode: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description 16 to 64 visible ASCII characters, made and kept by the device before it sends.
                 * @example 5f0c7a1e9d3b4c62
                 */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IssuePayCode"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayCode"];
                };
            };
            /** @description `idempotency-key-malformed`: Malformed Idempotency-Key; `idempotency-key-required`: Idempotency-Key required; `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    receivePaymentNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gateway: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acknowledged"];
                };
            };
            /** @description `notification-unreadable`: Notification unreadable */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `notification-signature-invalid`: Notification signature invalid; `notification-stale`: Notification stale; `notification-unsigned`: Notification unsigned */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `notification-replayed`: Notification replayed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `notification-mismatch`: Notification does not fit the order; `payment-gateway-unsupported`: This payment provider is not connected */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `payment-not-found`: No such payment */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startPayment: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description 16 to 64 visible ASCII characters, made and kept by the device before it sends.
                 * @example 5f0c7a1e9d3b4c62
                 */
                "Idempotency-Key": string;
            };
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartPayment"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attempt"];
                };
            };
            /** @description `idempotency-key-malformed`: Malformed Idempotency-Key; `idempotency-key-required`: Idempotency-Key required; `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `payment-not-found`: No such payment */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `payment-gateway-refused`: The payment provider refused the order; `payment-not-payable`: This can no longer be paid; `request-in-progress`: Still in progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payment-channel-unsupported`: This way of paying is not offered; `payment-gateway-unsupported`: This payment provider is not connected */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering; `payment-gateway-unavailable`: The payment provider does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookAtPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `payment-not-found`: No such payment */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPaymentReceiptFacts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentReceipt"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `payment-not-found`: No such payment */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payment-not-settled`: No receipt yet */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPaymentReceipt: {
        parameters: {
            query?: {
                /** @description 1: to be saved rather than shown */
                download?: "0" | "1";
                /** @description default: what Accept-Language prefers */
                lang?: "zh-CN" | "en";
            };
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A5, PDF/A-2a and PDF/UA-1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `payment-not-found`: No such payment */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payment-not-settled`: No receipt yet */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering; `documents-busy`: Many are printing */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPoints: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Points"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPointEntries: {
        parameters: {
            query?: {
                cursor?: string | null;
                direction?: "earned" | "spent" | "returned" | "expired" | "clawed-back" | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PointEntries"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainPointEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `point-entry-not-found`: No such entry */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    simulateAward: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SimulateAward"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulated"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `measure-out-of-range`: The number is too large */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRedemptionSummary: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                business_date: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedemptionSummary"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRedemptions: {
        parameters: {
            query?: {
                business_date?: string | null;
                cursor?: string | null;
                limit?: number;
                out_trade_no?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redemptions"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeemPayCode: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description 16 to 64 visible ASCII characters, made and kept by the device before it sends.
                 * @example 5f0c7a1e9d3b4c62
                 */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedeemPayCode"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redemption"];
                };
            };
            /** @description `idempotency-key-malformed`: Malformed Idempotency-Key; `idempotency-key-required`: Idempotency-Key required; `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `reward-not-this-merchant`: Not this shop's reward */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `out-trade-no-reused`: This number was used; `request-in-progress`: Still in progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient-balance`: Not enough; `pay-code-expired`: The code has expired; `pay-code-invalid`: No such code; `pay-code-own`: This is your own code; `pay-code-shown-elsewhere`: The code was shown elsewhere; `pay-code-used`: The code was used; `reward-closed`: Not given now; `reward-limit-reached`: This customer has had their share; `reward-out-of-stock`: Out of stock */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `wrong-codes-limit`: Too many wrong codes */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRedemption: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                redemption_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redemption"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `redemption-not-found`: No such redemption */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reverseRedemption: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description 16 to 64 visible ASCII characters, made and kept by the device before it sends.
                 * @example 5f0c7a1e9d3b4c62
                 */
                "Idempotency-Key": string;
            };
            path: {
                redemption_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReverseRedemption"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redemption"];
                };
            };
            /** @description `idempotency-key-malformed`: Malformed Idempotency-Key; `idempotency-key-required`: Idempotency-Key required; `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `redemption-not-found`: No such redemption */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `redemption-not-reversible`: Cannot be reversed; `request-in-progress`: Still in progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-413`: Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `batch-not-found`: No such ticket; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchRegistry: {
        parameters: {
            query: {
                /** @description a serial, a ticket's number, a certificate's, or part of a forest's name */
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hits"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSerialHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serial: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SerialHistory"];
                };
            };
            /** @description `invalid-request`: Invalid request; `serial-unreadable`: Not a serial */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `serial-not-found`: No such kilogram */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRegistryStatistics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statistics"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRetirement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                retirement_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retirement"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `retirement-not-found`: No such retirement */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRewards: {
        parameters: {
            query?: {
                category?: "travel" | "food" | "goods" | null;
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rewards"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReward: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                reward_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reward"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `reward-not-found`: No such reward */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rules"];
                };
            };
            /** @description `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: Something went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
