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
                /** @example 019aa8b1-000b-7000-8000-00000000000b */
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
                /** @example 019aa8b1-000b-7000-8000-00000000000b */
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
    "/api/v1/announcements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What stands above every page now. */
        get: operations["listAnnouncements"];
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
    "/api/v1/auth/proof-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a code to one's own number, to prove again who one is. */
        post: operations["requestProofCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/proofs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show once more who one is, as privileged acts and offices ask. */
        post: operations["proveAgain"];
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
    "/api/v1/auth/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A secret for an authenticator app; it counts once a code of it has come back. */
        post: operations["beginTotp"];
        /** Take the authenticator app away, having shown it a moment ago. */
        delete: operations["removeTotp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/totp/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The first code of the app; answers ten recovery codes, shown this once. */
        post: operations["confirmTotp"];
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
                /** @example MX-2026-000001-7 */
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
                /** @example MX-2026-000001-7 */
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
                /** @example MX-2026-000001-7 */
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
                /** @example MX-2026-000001-7 */
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
    "/api/v1/client": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who I am, as a machine: scopes, keys, what is left of my quota. */
        get: operations["getClient"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/complaints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mine, newest first. */
        get: operations["listComplaints"];
        put?: never;
        /** Complain, object or ask; about one of my own things, or about nothing in particular. */
        post: operations["fileComplaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/complaints/{complaint_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                complaint_id: string;
            };
            cookie?: never;
        };
        /** One of mine, with everything that was said. */
        get: operations["getComplaint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/complaints/{complaint_id}/appeal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                complaint_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** I do not agree with the answer: once, and somebody else decides. */
        post: operations["appealComplaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/complaints/{complaint_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                complaint_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add something, or reply to a question. */
        post: operations["messageComplaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/complaints/{complaint_id}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                complaint_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave it. */
        post: operations["withdrawComplaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/consent-receipt-verifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Is this receipt ours, and is its consent in force? Keeps nothing and names nobody. */
        post: operations["verifyConsentReceipt"];
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
    "/api/v1/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring a file: its real type by its content, pictures drawn again without place and camera. */
        post: operations["uploadFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files/{file_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0020-7000-8000-000000000020 */
                file_id: string;
            };
            cookie?: never;
        };
        /** What is known of a file of mine, or of one that hangs on what I handle. */
        get: operations["getFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files/{file_id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0020-7000-8000-000000000020 */
                file_id: string;
            };
            cookie?: never;
        };
        /** The file itself, to be saved; its own type is in the answer's head. */
        get: operations["downloadFile"];
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
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
    "/api/v1/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0021-7000-8000-000000000021 */
                job_id: string;
            };
            cookie?: never;
        };
        /** How far my long work is; its result or its problem at the end. */
        get: operations["getJob"];
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
        /** Close my account; asks for a fresh proof. Points lapse, and what identifies me is destroyed. */
        delete: operations["closeMyAccount"];
        options?: never;
        head?: never;
        /** Change nickname or elder mode. */
        patch: operations["updateMe"];
        trace?: never;
    };
    "/api/v1/me/closing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What closing my account would do, and what has to end first. */
        get: operations["previewClosing"];
        put?: never;
        post?: never;
        /** Think better of it, while the closing waits. */
        delete: operations["keepMyAccount"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What I may consent to, what happens without, and what I have said so far. Nothing is given by itself. */
        get: operations["listConsents"];
        put?: never;
        /** Say yes for one purpose, to the words that were shown; the answer is a signed receipt. */
        post: operations["giveConsent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/consents/{consent_purpose}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example statistics */
                consent_purpose: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take it back, at once. */
        delete: operations["withdrawConsent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where one is signed in, this device first. */
        get: operations["listDevices"];
        put?: never;
        post?: never;
        /** Sign every other device out. */
        delete: operations["endOtherDevices"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/devices/{device_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0035-7000-8000-000000000035 */
                device_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign a device out from afar, at once. */
        delete: operations["endDevice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/disclosures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who has seen what of one's data, in which position and why; never by name. */
        get: operations["listDisclosures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The copies that I asked for lately, newest first, and until when each can be fetched. */
        get: operations["listMyExports"];
        put?: never;
        /** Have a copy of everything made that is kept about me; asks for a fresh proof. */
        post: operations["exportMyData"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/guardianships": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who answers for one, for whom one answers, who asks; and the text that a guardian agrees to. */
        get: operations["getGuardians"];
        put?: never;
        /** Somebody under age asks whoever has this number to be their guardian. */
        post: operations["nameGuardian"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/guardianships/{guardianship_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                guardianship_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Either side ends it, at once. */
        delete: operations["endGuardianship"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/guardianships/{guardianship_id}/acceptance": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                guardianship_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer for a minor from now on. */
        post: operations["acceptGuardianship"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/guardianships/{guardianship_id}/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                guardianship_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave it. */
        post: operations["declineGuardianship"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/household": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who lives there, by nickname; and who invites one. */
        get: operations["getHousehold"];
        put?: never;
        /** Make a household, with oneself as its head. */
        post: operations["createHousehold"];
        /** Move out. Whoever is the head and not alone hands it over first. */
        delete: operations["leaveHousehold"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/household-invitations/{household_invitation_id}/acceptance": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                household_invitation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move in. */
        post: operations["acceptHouseholdInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/household-invitations/{household_invitation_id}/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                household_invitation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave it. */
        post: operations["declineHouseholdInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/household/hand-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make another member the head. */
        post: operations["handHouseholdOver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/household/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Offer a place to a number. Its owner takes it in their own account, within a week. */
        post: operations["inviteToHousehold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/household/invitations/{household_invitation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                household_invitation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an unanswered invitation back. */
        delete: operations["revokeHouseholdInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/household/members/{household_member_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                household_member_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** The head takes somebody off the list. */
        delete: operations["removeFromHousehold"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Positions that organisations offer to one's number. */
        get: operations["listMyInvitations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/invitations/{invitation_id}/acceptance": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0032-7000-8000-000000000032 */
                invitation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the position that is offered. */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/invitations/{invitation_id}/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0032-7000-8000-000000000032 */
                invitation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave it. */
        post: operations["declineInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/memberships/{membership_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0030-7000-8000-000000000030 */
                membership_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Give a position of one's own up. */
        delete: operations["leave"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/notice-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** In which language I am told, and what I get as a text message too. */
        get: operations["getNoticeSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Choose; what is about my account's safety is always sent. */
        patch: operations["updateNoticeSettings"];
        trace?: never;
    };
    "/api/v1/me/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My notices, newest first, and how many I have not read. */
        get: operations["listNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/notices/{notice_id}/reading": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                notice_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** I have read this one. */
        post: operations["readNotice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/notices/reading": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** I have seen all of them. */
        post: operations["readAllNotices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/phone-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Other numbers that are coming, came or did not; the last one first. */
        get: operations["listPhoneChanges"];
        put?: never;
        /** Take another number, by a code sent to it. It changes after the hold; both numbers are told at once. */
        post: operations["requestPhoneChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/phone-changes/{phone_change_id}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                phone_change_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep the number, from any device that is signed in. */
        post: operations["cancelPhoneChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/real-name": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the register has confirmed who one is; masked. */
        get: operations["getRealName"];
        put?: never;
        /** Have the register of residents confirm name and number. The number is asked about and not kept. */
        post: operations["verifyRealName"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
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
    "/api/v1/oauth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An access token of ten minutes for a machine that proves its key (RFC 6749, RFC 7523). */
        post: operations["issueClientToken"];
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
    "/api/v1/office/announcements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is announced, and what will be. */
        get: operations["listOfficeAnnouncements"];
        put?: never;
        /** Put a line above every page, for a time. */
        post: operations["announce"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/announcements/{announcement_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0033-7000-8000-000000000033 */
                announcement_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take it down. */
        delete: operations["takeDownAnnouncement"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/complaints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that was brought, what is due first before the rest. */
        get: operations["listComplaintWork"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/complaints/{complaint_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                complaint_id: string;
            };
            cookie?: never;
        };
        /** One case, with everything that was said. */
        get: operations["getComplaintWork"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/complaints/{complaint_id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                complaint_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide it, with reasons. */
        post: operations["answerComplaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/complaints/{complaint_id}/assignment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                complaint_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** I take it; an appeal is taken by somebody else than who answered. */
        post: operations["assignComplaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/complaints/{complaint_id}/closing": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                complaint_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put it away: answered finally, or nobody appealed in time. */
        post: operations["closeComplaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/complaints/{complaint_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                complaint_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask its owner something; the clock goes on. */
        post: operations["askBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which role opens which door: the very table that the doors read. */
        get: operations["getGrants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/home": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits for somebody in this position. */
        get: operations["getOfficeHome"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/organisations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every organisation that the county knows, newest first. */
        get: operations["listOrganisations"];
        put?: never;
        /** Make an organisation known; its first manager is invited afterwards. */
        post: operations["registerOrganisation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/organisations/{organisation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0031-7000-8000-000000000031 */
                organisation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Correct its names. */
        patch: operations["renameOrganisation"];
        trace?: never;
    };
    "/api/v1/office/organisations/{organisation_id}/closing": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0031-7000-8000-000000000031 */
                organisation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Nobody acts for it any more, at once; its books stay. */
        post: operations["closeOrganisation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/recoveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cases of lost phones, newest first; whose they are is told where one opens a case. */
        get: operations["listRecoveries"];
        put?: never;
        /** Somebody at the desk has lost their phone: find them, and ask for another number. */
        post: operations["openRecovery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/recoveries/{recovery_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                recovery_id: string;
            };
            cookie?: never;
        };
        /** One case, masked. The look is written down for the person it is about. */
        get: operations["getRecovery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/recoveries/{recovery_id}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                recovery_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Another officer agrees: the number changes after the hold. */
        post: operations["approveRecovery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/recoveries/{recovery_id}/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                recovery_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Another officer says no, with a reason. */
        post: operations["refuseRecovery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Releases of the tables that this position works on, newest first. */
        get: operations["listReleases"];
        put?: never;
        /** Begin a draft. What is wrong with its rows is told, and mended before it is submitted. */
        post: operations["draftRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/releases/{release_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-0000000000d1 */
                release_id: string;
            };
            cookie?: never;
        };
        /** One release, with what it changes. The ETag names its version. */
        get: operations["getRelease"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change one's own draft, if nobody has changed it since it was read. */
        patch: operations["changeRelease"];
        trace?: never;
    };
    "/api/v1/office/releases/{release_id}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-0000000000d1 */
                release_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put it in force from its day on. */
        post: operations["approveRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/releases/{release_id}/rejection": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-0000000000d1 */
                release_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say no, with the reason. */
        post: operations["rejectRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/releases/{release_id}/submission": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-0000000000d1 */
                release_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand it to another pair of eyes. From now on nobody changes it. */
        post: operations["submitRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/office/releases/{release_id}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-0000000000d1 */
                release_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take one's own draft back, until somebody has decided. */
        post: operations["withdrawRelease"];
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
                /** @example 019aa8b1-0004-7000-8000-000000000004 */
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
                /** @example 019aa8b1-0004-7000-8000-000000000004 */
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
    "/api/v1/organisations/{organisation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0031-7000-8000-000000000031 */
                organisation_id: string;
            };
            cookie?: never;
        };
        /** What is known of an organisation that one works for (or keeps the list of). */
        get: operations["getOrganisation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation_id}/clients": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        /** An organisation's machine clients, newest first. */
        get: operations["listClients"];
        put?: never;
        /** Let a machine act for the organisation. Only the public half of its key comes here. */
        post: operations["registerClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation_id}/clients/{client_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example client-7f2a9c0d4e5b6a71x8yz */
                client_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        /** One machine client: state, keys, last use, quota. */
        get: operations["getClientOfOrganisation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation_id}/clients/{client_id}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example client-7f2a9c0d4e5b6a71x8yz */
                client_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The next key; the one before stays good until it is retired. */
        post: operations["addClientKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation_id}/clients/{client_id}/keys/{kid}/retirement": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example client-7f2a9c0d4e5b6a71x8yz */
                client_id: string;
                /** @example till-2026-11 */
                kid: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** From now on this key proves nothing. */
        post: operations["retireClientKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation_id}/clients/{client_id}/resumption": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example client-7f2a9c0d4e5b6a71x8yz */
                client_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a suspended machine in again. */
        post: operations["resumeClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation_id}/clients/{client_id}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example client-7f2a9c0d4e5b6a71x8yz */
                client_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shut the machine out at once and for good. */
        post: operations["revokeClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation_id}/clients/{client_id}/suspension": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example client-7f2a9c0d4e5b6a71x8yz */
                client_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shut the machine out at once, until it is let in again. */
        post: operations["suspendClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation_id}/hand-over": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0031-7000-8000-000000000031 */
                organisation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a member the manager in one's own place. */
        post: operations["handOver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation_id}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0031-7000-8000-000000000031 */
                organisation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Offer a position to a number. Its owner takes it in their own account, within a week. */
        post: operations["inviteMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation_id}/invitations/{invitation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0032-7000-8000-000000000032 */
                invitation_id: string;
                /** @example 019aa8b1-0031-7000-8000-000000000031 */
                organisation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an unanswered invitation back. */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation_id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0031-7000-8000-000000000031 */
                organisation_id: string;
            };
            cookie?: never;
        };
        /** Who acts for the organisation, in which position; and whom it has invited. */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation_id}/members/{membership_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0030-7000-8000-000000000030 */
                membership_id: string;
                /** @example 019aa8b1-0031-7000-8000-000000000031 */
                organisation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End somebody's position; from their next request on it opens nothing. */
        delete: operations["endMembership"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation_id}/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        /** Where this organisation is told, with the public keys to verify by. */
        get: operations["listWebhookEndpoints"];
        put?: never;
        /** Be told at an https address of the open internet. */
        post: operations["addWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation_id}/webhook-endpoints/{endpoint_id}/closing": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                endpoint_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Be told there no more. */
        post: operations["closeWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation_id}/webhook-endpoints/{endpoint_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                endpoint_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        /** What was sent, newest first: tries, the last answer, the next try. */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation_id}/webhook-endpoints/{endpoint_id}/deliveries/{delivery_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                delivery_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                endpoint_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send one message again, under its own id. */
        post: operations["replayWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation_id}/webhook-endpoints/{endpoint_id}/enabling": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                endpoint_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let an endpoint that was disabled after days of failing work again. */
        post: operations["enableWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation_id}/webhook-endpoints/{endpoint_id}/key-rotation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                endpoint_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new signing key; for a day messages carry both signatures. */
        post: operations["rotateWebhookKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{organisation_id}/webhook-endpoints/{endpoint_id}/replays": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                endpoint_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send everything of a period again. */
        post: operations["replayWebhookPeriod"];
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
                /** @example wechat */
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
                /** @example 019aa8b1-0005-7000-8000-000000000005 */
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
                /** @example 019aa8b1-0005-7000-8000-000000000005 */
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
                /** @example 019aa8b1-0005-7000-8000-000000000005 */
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
                /** @example 019aa8b1-0005-7000-8000-000000000005 */
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
                /** @example 019aa8b1-0005-7000-8000-000000000005 */
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
    "/api/v1/points/caps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the caps still allow me for acts of a day (default: today) that my own word is enough for. */
        get: operations["listPointCaps"];
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
                /** @example 019aa8b1-0008-7000-8000-000000000008 */
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
                /** @example 2026-11-22 */
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
                /** @example 019aa8b1-000f-7000-8000-00000000000f */
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
                /** @example 019aa8b1-000f-7000-8000-00000000000f */
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
                /** @example 0000001 */
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
                /** @example MX00000000500011 */
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
    "/api/v1/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was in force when, by which office, under which hash. */
        get: operations["listPublishedReleases"];
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
                /** @example 019aa8b1-0007-7000-8000-000000000007 */
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
                /** @example 019aa8b1-000d-7000-8000-00000000000d */
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
        /** The earn rules in force today, each with how an act gets here; and those that are switched off, with why. */
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
        AcceptGuardianship: {
            /** @example 1.0 */
            consent_version: string;
        };
        Acknowledged: {
            code: string;
            message: string;
        };
        ActAs: {
            /** Format: uuid */
            party_id: string;
            /**
             * @description of several in one organisation
             * @default null
             * @enum {string|null}
             */
            role?: "citizen" | "organisation-manager" | "merchant-clerk" | "firm-clerk" | "event-organiser" | "verifier" | "bank-officer" | "court-clerk" | "township-officer" | "forestry-maker" | "forestry-checker" | "ecology-officer" | "greening-officer" | "rule-editor" | "rule-approver" | "service-desk" | "system-administrator" | "security-officer" | "auditor" | null;
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
            /**
             * Format: uuid
             * @description the photo or paper that was brought with it
             */
            evidence_file_id: string | null;
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
        AddClientKey: {
            /**
             * @example {
             *       "kty": "OKP",
             *       "crv": "Ed25519",
             *       "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
             *     }
             */
            key: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @default null
             * @example 2026-12-01T00:00:00+08:00
             */
            not_before?: string | null;
        };
        AddEndpoint: {
            /**
             * @example [
             *       "redemption.done"
             *     ]
             */
            kinds: ("redemption.done" | "redemption.reversed" | "retirement.done" | "client.suspended")[];
            /** @example https://hooks.mingxi-leicha.cn/tanhui */
            url: string;
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
        Announce: {
            /** Format: date-time */
            ends_at: string;
            /** @default false */
            is_urgent?: boolean;
            /** Format: date-time */
            starts_at: string;
            /** @example Maintenance on 1 December, 22:00, half an hour. */
            text_en: string;
            /** @example 12月1日 22:00 起系统维护半小时，付款码照常能用。 */
            text_zh: string;
        };
        Announcement: {
            /** Format: uuid */
            announcement_id: string;
            /** Format: date-time */
            ends_at: string;
            is_urgent: boolean;
            /** Format: date-time */
            starts_at: string;
            text: string;
        };
        Announcements: {
            items: components["schemas"]["Announcement"][];
        };
        AnswerComplaint: {
            /** @enum {string} */
            outcome: "upheld" | "partly-upheld" | "rejected";
            /** @example 11 月 22 日在擂茶铺没有买东西，积分少了 200 分。 */
            text: string;
        };
        AskForToken: {
            client_assertion: string;
            /** @enum {string} */
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            /** @default null */
            client_id?: string | null;
            /** @enum {string} */
            grant_type: "client_credentials";
            /** @default null */
            scope?: string | null;
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
        CapLeft: {
            /** @enum {string} */
            cap: "acts_per_day" | "acts_per_month" | "points_per_day" | "points_per_month";
            kind: string;
            left: number;
            limit: number;
            rule: string;
            text: string;
            used: number;
        };
        Caps: {
            acts_per_day?: number;
            acts_per_month?: number;
            points_per_day?: number;
            points_per_month?: number;
            scope: string;
        };
        CapsLeft: {
            items: components["schemas"]["CapLeft"][];
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
        ChangeRelease: {
            /**
             * Format: date
             * @default null
             * @example 2026-12-01
             */
            in_force_from?: string | null;
            /**
             * @default null
             * @example 改到十二月起
             */
            note?: string | null;
            /**
             * @default null
             * @example [
             *       {
             *         "key": "offset.daily_limit_kg",
             *         "value": "500",
             *         "source": "县生态环境局 2026 年 12 号文",
             *         "grade": "A",
             *         "verified": true,
             *         "note": ""
             *       }
             *     ]
             */
            rows?: Record<string, never>[] | null;
        };
        CheckReceipt: {
            /** @example eyJhbGciOiJFZERTQSJ9.eyJwdXJwb3NlIjoi4oCmIn0.c2lnbmF0dXJl */
            receipt: string;
        };
        Client: {
            abilities: string[];
            client_id: string;
            is_sandbox: boolean;
            keys: components["schemas"]["ClientKey"][];
            /** Format: date-time */
            last_used_at: string | null;
            name: string;
            /** Format: uuid */
            organisation_id: string;
            /**
             * Format: uuid
             * @description whom it acts for; a sandbox: its stand-in
             */
            party_id: string;
            quota: components["schemas"]["ClientQuota"][];
            /** Format: date-time */
            recorded_at: string;
            scopes: ("redemptions:read" | "redemptions:write")[];
            /** @enum {string} */
            state: "active" | "suspended" | "revoked";
            /** Format: date-time */
            state_changed_at: string;
            state_reason: string | null;
        };
        ClientKey: {
            /** @enum {string} */
            algorithm: "EdDSA" | "ES256" | "RS256";
            kid: string;
            /** Format: date-time */
            not_before: string;
            /** Format: date-time */
            recorded_at: string;
            /** Format: date-time */
            retired_at: string | null;
            /** @enum {string} */
            state: "waiting" | "active" | "retired";
        };
        ClientQuota: {
            left: number;
            limit: number;
            /** Format: date-time */
            resets_at: string;
            /** @enum {string} */
            span: "minute" | "day";
        };
        Clients: {
            items: components["schemas"]["Client"][];
        };
        CloseAccount: {
            /**
             * @description the last four digits of one's own number
             * @example 0001
             */
            confirmation: string;
        };
        Closing: {
            /**
             * Format: date-time
             * @description when it waits already
             */
            closes_at: string | null;
            effects: components["schemas"]["Effect"][];
            may_close: boolean;
            must_end_first: components["schemas"]["OpenThing"][];
            phone_masked: string;
            /** @description 0: it is done at once, and cannot be undone */
            wait_days: number;
        };
        ClosingAsked: {
            /** Format: date-time */
            closes_at: string;
            /** @enum {string} */
            state: "waiting" | "closed";
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
        Complainant: {
            name: string;
            phone_masked: string | null;
        };
        Complaint: {
            abilities: string[];
            about: components["schemas"]["ComplaintSubjectView"] | null;
            /** Format: date */
            answer_due_on: string;
            /** Format: uuid */
            complaint_id: string;
            /**
             * Format: date
             * @description the last day for what the office does next
             */
            due_on: string | null;
            is_overdue: boolean;
            /** @enum {string} */
            kind: "complaint" | "objection" | "question";
            number: string;
            /** Format: date-time */
            received_at: string;
            /** @enum {string} */
            state: "received" | "assigned" | "answered" | "appealed" | "answered-finally" | "closed" | "withdrawn";
            /** @description how its text begins */
            summary: string;
        };
        ComplaintAnswer: {
            /** @enum {string} */
            outcome: "upheld" | "partly-upheld" | "rejected";
            /** Format: date-time */
            recorded_at: string;
            /** @description 1, and 2 on appeal */
            round: number;
            text: string;
        };
        ComplaintCase: {
            answers: components["schemas"]["ComplaintAnswer"][];
            /** Format: date-time */
            appeal_assigned_at: string | null;
            /** Format: date */
            appeal_until: string | null;
            /** Format: date-time */
            appealed_at: string | null;
            /** Format: date-time */
            assigned_at: string | null;
            /** Format: date-time */
            closed_at: string | null;
            complaint: components["schemas"]["Complaint"];
            /** @description false: that year has no published holidays yet, only weekends count */
            holidays_known: boolean;
            messages: components["schemas"]["ComplaintMessage"][];
            text: string;
            /** Format: date-time */
            withdrawn_at: string | null;
        };
        ComplaintMessage: {
            by_office: boolean;
            /** @enum {string} */
            kind: "question" | "message" | "appeal";
            /** Format: date-time */
            recorded_at: string;
            text: string;
        };
        ComplaintOfficeCase: {
            case: components["schemas"]["ComplaintCase"];
            complainant: components["schemas"]["Complainant"];
            has_officer: boolean;
            is_mine: boolean;
        };
        Complaints: {
            items: components["schemas"]["Complaint"][];
            next_cursor?: string | null;
        };
        ComplaintStep: Record<string, never>;
        ComplaintSubject: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "order" | "points-entry" | "redemption" | "activity" | "notice";
        };
        ComplaintSubjectView: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "order" | "points-entry" | "redemption" | "activity" | "notice";
        };
        ComplaintWords: {
            /** @example 11 月 22 日在擂茶铺没有买东西，积分少了 200 分。 */
            text: string;
        };
        ComplaintWorkItem: {
            complaint: components["schemas"]["Complaint"];
            has_officer: boolean;
            is_mine: boolean;
        };
        ComplaintWorkList: {
            items: components["schemas"]["ComplaintWorkItem"][];
            next_cursor?: string | null;
        };
        ConfirmTotp: {
            /** @example 287082 */
            code: string;
        };
        ConsentGiven: {
            /** @description browser, app, or what else was signed in with */
            channel: string;
            /** Format: uuid */
            consent_id: string;
            /** Format: date-time */
            given_at: string;
            /** @description compact JWS (EdDSA), to be checked with /.well-known/jwks.json */
            receipt: string;
            text_version: string;
            /** Format: date-time */
            withdrawn_at: string | null;
        };
        Consents: {
            duties: components["schemas"]["Duty"][];
            purposes: components["schemas"]["Purpose"][];
        };
        ConsentText: {
            text: string;
            title: string;
            version: string;
        };
        Copies: {
            items: components["schemas"]["Copy"][];
        };
        Copy: {
            file: components["schemas"]["CopyMade"] | null;
            /** Format: uuid */
            job_id: string;
            /** Format: date-time */
            recorded_at: string;
            /** @enum {string} */
            state: "queued" | "running" | "done" | "failed";
        };
        CopyMade: {
            /** Format: uuid */
            file_id: string;
            is_kept: boolean;
            /**
             * Format: date
             * @description the last day on which it can be fetched
             */
            kept_until: string;
            name: string;
            sha256: string;
            size_bytes: number;
        };
        CreateHousehold: {
            /** @example 溪边老林家 */
            name: string;
        };
        Customer: {
            name_masked: string;
            phone_tail: string;
        };
        Delivery: {
            abilities: string[];
            attempts: number;
            /** Format: date-time */
            delivered_at: string | null;
            /** Format: uuid */
            delivery_id: string;
            /** Format: date-time */
            due_at: string | null;
            /** @enum {string} */
            kind: "redemption.done" | "redemption.reversed" | "retirement.done" | "client.suspended";
            last_answer: string | null;
            /** Format: date-time */
            recorded_at: string;
            sequence: number;
            /** @enum {string} */
            state: "pending" | "delivered" | "dead";
            /** @description the same at every try and in every replay */
            webhook_id: string;
        };
        Device: {
            /** @description browser or app */
            client: string;
            /** Format: uuid */
            device_id: string;
            has_second_factor: boolean;
            is_this: boolean;
            name: string | null;
            /**
             * Format: date-time
             * @description last in use, to within ten minutes
             */
            seen_at: string;
            /** Format: date-time */
            started_at: string;
        };
        Devices: {
            items: components["schemas"]["Device"][];
        };
        Disclosure: {
            /** Format: uuid */
            disclosure_id: string;
            kind_names: string[];
            kinds: string[];
            organisation: string | null;
            reason: string;
            reason_name: string;
            /** Format: date-time */
            recorded_at: string;
            role: string;
            /** @description number of the case */
            subject: string | null;
        };
        Disclosures: {
            items: components["schemas"]["Disclosure"][];
            next_cursor?: string | null;
        };
        Done: Record<string, never>;
        DraftRelease: {
            /**
             * Format: date
             * @example 2026-12-01
             */
            in_force_from: string;
            /** @enum {string} */
            kind: "factor-set" | "earn-rules" | "settings";
            /**
             * @default
             * @example 按县里新文件调整每日上限
             */
            note?: string;
            /**
             * @example [
             *       {
             *         "key": "offset.daily_limit_kg",
             *         "value": "500",
             *         "source": "县生态环境局 2026 年 12 号文",
             *         "grade": "A",
             *         "verified": true,
             *         "note": ""
             *       }
             *     ]
             */
            rows: Record<string, never>[];
        };
        Duty: {
            code: string;
            text: string;
            title: string;
        };
        Effect: {
            count: number;
            kind: string;
            text: string;
        };
        EndClient: {
            /**
             * @default null
             * @example 收银机换新
             */
            reason?: string | null;
        };
        Endpoint: {
            abilities: string[];
            /** Format: uuid */
            endpoint_id: string;
            /** Format: date-time */
            failing_since: string | null;
            keys: components["schemas"]["EndpointKey"][];
            kinds: ("redemption.done" | "redemption.reversed" | "retirement.done" | "client.suspended")[];
            /** Format: date-time */
            recorded_at: string;
            /** @enum {string} */
            state: "active" | "disabled" | "closed";
            url: string;
        };
        EndpointChange: Record<string, never>;
        EndpointKey: {
            kid: string;
            /** @description whpk_ and base64, as Standard Webhooks has it */
            public_key: string;
            /** Format: date-time */
            retires_at: string | null;
        };
        Endpoints: {
            items: components["schemas"]["Endpoint"][];
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
            /**
             * Format: uuid
             * @description one's own, brought as evidence and used once
             * @default null
             */
            file_id?: string | null;
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
        ExportStarted: {
            /**
             * Format: uuid
             * @description ask GET /jobs/{job_id}; its result names the file
             */
            job_id: string;
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
        File: {
            abilities: "download"[];
            /** Format: uuid */
            file_id: string;
            /** @description by its content, whatever it was sent as */
            media_type: string;
            /** @description gone once the file is removed */
            name: string | null;
            /** @enum {string} */
            purpose: "evidence" | "import" | "export" | "personal-copy";
            /** Format: date-time */
            recorded_at: string;
            /** Format: date-time */
            removed_at: string | null;
            /** @description of what is kept; pictures are drawn again */
            sha256: string;
            size_bytes: number;
            /** @enum {string} */
            state: "kept" | "removed";
        };
        FileComplaint: {
            /** @default null */
            about?: components["schemas"]["ComplaintSubject"] | null;
            /** @enum {string} */
            kind: "complaint" | "objection" | "question";
            /** @example 11 月 22 日在擂茶铺没有买东西，积分少了 200 分。 */
            text: string;
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
        GiveConsent: {
            /** @example statistics */
            purpose: string;
            /** @example 1.0 */
            text_version: string;
        };
        Grant: {
            /** @description asks for a proof of the last minutes */
            is_privileged: boolean;
            name: string;
            permission: string;
            roles: string[];
        };
        GrantedRole: {
            needs_second_factor: boolean;
            role: string;
        };
        Grants: {
            permissions: components["schemas"]["Grant"][];
            roles: components["schemas"]["GrantedRole"][];
        };
        Guardians: {
            /** @description adult (or not checked), minor, child */
            age_group: string;
            /** @description who asks one to be their guardian */
            asked: components["schemas"]["Guardianship"][];
            consent: components["schemas"]["ConsentText"];
            guardian: components["schemas"]["Guardianship"] | null;
            wards: components["schemas"]["Guardianship"][];
        };
        Guardianship: {
            /** Format: date-time */
            accepted_at: string | null;
            consent_version: string | null;
            /** Format: date-time */
            expires_at: string;
            /** Format: uuid */
            guardianship_id: string;
            /** @description of the other side */
            nickname: string | null;
            phone_masked: string | null;
            /** Format: date-time */
            recorded_at: string;
            /** @description asked, accepted */
            state: string;
        };
        HandHouseholdOver: {
            /** Format: uuid */
            household_member_id: string;
        };
        HandManagementOver: {
            /** Format: uuid */
            membership_id: string;
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
        Household: {
            abilities: string[];
            /** Format: uuid */
            household_id: string;
            invitations: components["schemas"]["HouseholdInvitation"][];
            members: components["schemas"]["HouseholdMember"][];
            name: string;
        };
        HouseholdInvitation: {
            answer: string | null;
            /** Format: date-time */
            expires_at: string;
            household: string;
            /** Format: uuid */
            household_invitation_id: string;
            /** @description nickname of the head */
            invited_by: string;
            /** @description for the head alone */
            phone_masked: string | null;
            /** Format: date-time */
            recorded_at: string;
        };
        HouseholdMember: {
            /** Format: uuid */
            household_member_id: string;
            is_head: boolean;
            is_me: boolean;
            /** Format: date-time */
            joined_at: string;
            nickname: string;
        };
        InspectPayCode: {
            /** @example 4821 7706 3954 */
            code: string;
        };
        Interval: {
            high_g: number;
            low_g: number;
        };
        Invitation: {
            answer: string | null;
            /** Format: date-time */
            expires_at: string;
            /** Format: uuid */
            invitation_id: string;
            kind: string;
            organisation: string;
            /** Format: uuid */
            organisation_id: string;
            phone_masked: string;
            /** Format: date-time */
            recorded_at: string;
            role: string;
        };
        Invitations: {
            items: components["schemas"]["Invitation"][];
        };
        InviteMember: {
            /** @example 13800000012 */
            phone: string;
            /**
             * @example merchant-clerk
             * @enum {string}
             */
            role: "citizen" | "organisation-manager" | "merchant-clerk" | "firm-clerk" | "event-organiser" | "verifier" | "bank-officer" | "court-clerk" | "township-officer" | "forestry-maker" | "forestry-checker" | "ecology-officer" | "greening-officer" | "rule-editor" | "rule-approver" | "service-desk" | "system-administrator" | "security-officer" | "auditor";
        };
        InviteToHousehold: {
            /** @example 13800000012 */
            phone: string;
        };
        IssuePayCode: Record<string, never>;
        Job: {
            /** @description pieces done; pieces are the kind's own */
            done: number;
            /** Format: uuid */
            job_id: string;
            kind: string;
            problem: components["schemas"]["JobProblem"] | null;
            /** Format: date-time */
            recorded_at: string;
            /** @description once done; may name a file */
            result: {
                [key: string]: unknown;
            } | null;
            /** @enum {string} */
            state: "queued" | "running" | "done" | "failed";
            /** @description unknown until work has looked */
            total: number | null;
        };
        JobProblem: {
            code: string;
            detail: string;
            facts: {
                [key: string]: unknown;
            };
            mend: string;
            title: string;
        };
        KeyRetirement: Record<string, never>;
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
            /** @description has one beyond text messages */
            second_factor: boolean;
        };
        Member: {
            kind: string;
            /** Format: uuid */
            membership_id: string;
            name: string;
            /** Format: uuid */
            party_id: string;
            place: string;
            role: string;
        };
        Members: {
            invitations: components["schemas"]["Invitation"][];
            items: components["schemas"]["MemberView"][];
        };
        MemberView: {
            abilities: string[];
            is_me: boolean;
            /** Format: uuid */
            membership_id: string;
            nickname: string;
            phone_masked: string;
            role: string;
            /** Format: date-time */
            since: string;
        };
        Merchant: {
            name: string;
            /** Format: uuid */
            party_id: string;
            place: string;
        };
        MyHousehold: {
            household: components["schemas"]["Household"] | null;
            invitations: components["schemas"]["HouseholdInvitation"][];
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
        NameGuardian: {
            /** @example 13800000012 */
            phone: string;
        };
        Nothing: Record<string, never>;
        Notice: {
            /** @enum {string} */
            kind: "security" | "offsets" | "money" | "points" | "complaints";
            /** @description a path of the app */
            link: string | null;
            /** Format: uuid */
            notice_id: string;
            /** Format: date-time */
            read_at: string | null;
            /** Format: date-time */
            recorded_at: string;
            /** @description which notice it is; stable */
            template: string;
            text: string;
            title: string;
        };
        Notices: {
            items: components["schemas"]["Notice"][];
            next_cursor: string | null;
            unread_count: number;
        };
        NoticeSettings: {
            /** @enum {string} */
            language: "zh-CN" | "en";
            /** @description HH:MM in Asia/Shanghai */
            quiet_from: string;
            quiet_until: string;
            sms: components["schemas"]["SmsChoice"][];
        };
        NoticesRead: {
            read_count: number;
            unread_count: number;
        };
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
        OfficeHome: {
            role: string;
            waiting: components["schemas"]["Waiting"][];
        };
        OffsetState: {
            /** @description already retired for this month */
            claimed_kg: number;
            /** @description what an offset would be offered for */
            open_kg: number;
        };
        OpenRecovery: {
            /** @example 13800000012 */
            new_phone: string;
            /**
             * @default null
             * @example null
             */
            phone?: string | null;
            /** @example 手机掉进渔塘溪，本人持身份证到窗口办理 */
            reason: string;
            /**
             * @default null
             * @example 440524188001010014
             */
            resident_id?: string | null;
        };
        OpenThing: {
            /** Format: uuid */
            id: string;
            kind: string;
            name: string;
            page: string;
            text: string;
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
        Organisation: {
            abilities: string[];
            code: string;
            kind: string;
            members: number;
            name_en: string;
            name_zh: string;
            /** Format: uuid */
            organisation_id: string;
            place_en: string;
            place_zh: string;
            /** Format: date-time */
            recorded_at: string;
            /** @description positions that it has */
            roles: string[];
            state: string;
            unified_code: string | null;
        };
        Organisations: {
            items: components["schemas"]["Organisation"][];
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
        PhoneChange: {
            abilities: string[];
            by_office: boolean;
            /** Format: date-time */
            due_at: string;
            /** Format: date-time */
            ended_at: string | null;
            /** Format: uuid */
            phone_change_id: string;
            /** @description the new number */
            phone_masked: string;
            /** Format: date-time */
            recorded_at: string;
            /** @description waiting, done, cancelled, failed */
            state: string;
        };
        PhoneChanges: {
            items: components["schemas"]["PhoneChange"][];
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
            /** @description at the token endpoint alone: the word of RFC 6749 section 5.2 */
            error?: string;
            error_description?: string;
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
        ProveAgain: {
            /**
             * Format: uuid
             * @description of a code by message
             * @default null
             */
            challenge_id?: string | null;
            /** @example 287082 */
            code: string;
            /** @enum {string} */
            method: "totp" | "recovery" | "sms";
        };
        ProvedAgain: {
            /** Format: date-time */
            proved_until: string;
            /** @description this sign-in may act for an office */
            second_factor: boolean;
        };
        PublishedRelease: {
            /** Format: date-time */
            approved_at: string;
            approved_by: components["schemas"]["PublishedStep"] | null;
            content_hash: string;
            /** Format: date */
            in_force_from: string;
            /** Format: date */
            in_force_until: string | null;
            /** @enum {string} */
            kind: "factor-set" | "earn-rules" | "settings";
            kind_name: string;
            label: string;
            made_by: components["schemas"]["PublishedStep"];
            published: string[];
            /** Format: uuid */
            release_id: string;
            shipped_with: string | null;
            /** @enum {string} */
            standing: "coming" | "in-force" | "superseded";
        };
        PublishedReleases: {
            items: components["schemas"]["PublishedRelease"][];
            next_cursor?: string | null;
        };
        PublishedStep: {
            office: string | null;
            role: string;
        };
        Purpose: {
            history: components["schemas"]["ConsentGiven"][];
            /** @description to these very words, and not withdrawn */
            is_given: boolean;
            purpose: string;
            text: string;
            /** @description of the words now; send it with a consent */
            text_version: string;
            title: string;
            /** @description what happens without this consent */
            without: string;
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
        ReadAllNotices: {
            /**
             * Format: date-time
             * @description the newest that was seen; later ones stay unread
             * @default null
             * @example 2026-11-22T09:41:00+08:00
             */
            until?: string | null;
        };
        ReadNotice: Record<string, never>;
        RealName: {
            /** @description adult (or not checked), minor, child */
            age_group: string;
            /** Format: date-time */
            checked_at: string | null;
            name_masked: string | null;
            /** @description last four characters */
            number_tail: string | null;
            /** @description none, checked */
            state: string;
            /** @description today */
            tries_left: number;
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
        ReceiptChecked: {
            facts: components["schemas"]["ReceiptFacts"] | null;
            genuine: boolean;
        };
        ReceiptFacts: {
            channel: string;
            /** Format: uuid */
            consent_id: string;
            /** Format: date-time */
            given_at: string;
            in_force: boolean;
            purpose: string;
            text_sha256: string;
            text_version: string;
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
        Recoveries: {
            items: components["schemas"]["RecoveryListed"][];
            next_cursor?: string | null;
        };
        Recovery: {
            abilities: string[];
            change_state: string | null;
            /** Format: date-time */
            decided_at: string | null;
            /** Format: date-time */
            due_at: string | null;
            /** @description resident-id, phone */
            found_by: string;
            /** @description opened by oneself */
            is_mine: boolean;
            name_masked: string | null;
            new_phone_masked: string;
            nickname: string;
            /** @description of the resident number */
            number_tail: string | null;
            phone_masked: string;
            reason: string;
            /** Format: date-time */
            recorded_at: string;
            /** Format: uuid */
            recovery_id: string;
            refusal: string | null;
            /** @description open, approved, refused */
            state: string;
        };
        RecoveryCodes: {
            codes: string[];
        };
        RecoveryListed: {
            abilities: string[];
            /** Format: date-time */
            decided_at: string | null;
            /** @description resident-id, phone */
            found_by: string;
            /** @description opened by oneself */
            is_mine: boolean;
            /** Format: date-time */
            recorded_at: string;
            /** Format: uuid */
            recovery_id: string;
            /** @description open, approved, refused */
            state: string;
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
            /**
             * @description in this role, of several
             * @default null
             * @enum {string|null}
             */
            role?: "citizen" | "organisation-manager" | "merchant-clerk" | "firm-clerk" | "event-organiser" | "verifier" | "bank-officer" | "court-clerk" | "township-officer" | "forestry-maker" | "forestry-checker" | "ecology-officer" | "greening-officer" | "rule-editor" | "rule-approver" | "service-desk" | "system-administrator" | "security-officer" | "auditor" | null;
        };
        Refund: {
            amount_fen: number;
            reason: string;
            /** Format: uuid */
            refund_id: string;
            state: string;
        };
        RefuseRecovery: {
            /** @example 照片与本人不符 */
            reason: string;
        };
        RegisterClient: {
            /**
             * @default 100000
             * @example 100000
             */
            calls_per_day?: number;
            /**
             * @default 600
             * @example 600
             */
            calls_per_minute?: number;
            /** @default false */
            is_sandbox?: boolean;
            /**
             * @description public JWK: Ed25519, P-256 or RSA
             * @example {
             *       "kty": "OKP",
             *       "crv": "Ed25519",
             *       "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
             *     }
             */
            key: {
                [key: string]: unknown;
            };
            /** @example 收银台 1 */
            name: string;
            /**
             * @example [
             *       "redemptions:read"
             *     ]
             */
            scopes: ("redemptions:read" | "redemptions:write")[];
        };
        RegisterOrganisation: {
            /** @enum {string} */
            kind: "merchant" | "firm" | "village-collective" | "reserve" | "bank" | "bureau" | "township" | "court" | "event-organiser" | "verifier";
            /** @example Mingxi Qingxin Tea */
            name_en: string;
            /** @example 明溪县清新茶业有限公司 */
            name_zh: string;
            /** @example Xuefeng Town */
            place_en: string;
            /** @example 雪峰镇 */
            place_zh: string;
            /**
             * @default null
             * @example 91350421MA20000011
             */
            unified_code?: string | null;
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
        RejectRelease: {
            /** @example 来源没有写文号，补上再提交。 */
            reason: string;
        };
        Release: {
            abilities: string[];
            checked_by: components["schemas"]["ReleasePerson"] | null;
            checker_roles: string[];
            /** @description SHA-256 of the canonical JSON */
            content_hash: string;
            /** Format: date-time */
            decided_at: string | null;
            /** Format: date */
            in_force_from: string;
            /**
             * Format: date
             * @description the day from which a later release adds its word
             */
            in_force_until: string | null;
            /** @enum {string} */
            kind: "factor-set" | "earn-rules" | "settings";
            kind_name: string;
            /** @description by which results name it */
            label: string | null;
            made_by: components["schemas"]["ReleasePerson"];
            note: string;
            reason: string | null;
            /** Format: date-time */
            recorded_at: string;
            /** Format: uuid */
            release_id: string;
            rows_count: number;
            shipped_with: string | null;
            /**
             * @description of an approved one, today
             * @enum {string|null}
             */
            standing: "coming" | "in-force" | "superseded" | null;
            /** @enum {string} */
            state: "draft" | "submitted" | "approved" | "rejected" | "withdrawn";
            /** Format: date-time */
            submitted_at: string | null;
            /** @description what If-Match names, in quotation marks */
            version: number;
        };
        ReleaseCase: {
            changes: components["schemas"]["ReleaseRowChange"][];
            faults: components["schemas"]["ReleaseFault"][];
            published: string[];
            release: components["schemas"]["Release"];
            rows: {
                [key: string]: unknown;
            }[];
        };
        ReleaseFault: {
            code: string;
            detail: string;
            /** @description JSON pointer into the draft */
            field: string;
            mend: string;
        };
        ReleaseFieldChange: {
            after: string | null;
            before: string | null;
            field: string;
            name: string;
        };
        ReleasePerson: {
            is_me: boolean;
            name: string | null;
            office: string | null;
            role: string;
        };
        ReleaseRowChange: {
            /** @enum {string} */
            change: "added" | "changed" | "removed" | "same";
            fields: components["schemas"]["ReleaseFieldChange"][];
            key: string;
            title: string;
        };
        Releases: {
            items: components["schemas"]["Release"][];
            next_cursor?: string | null;
        };
        ReleaseStep: Record<string, never>;
        RenameOrganisation: {
            /** @example Mingxi Qingxin Tea */
            name_en?: string;
            /** @example 明溪县清新茶业有限公司 */
            name_zh?: string;
            /** @example Xuefeng Town */
            place_en?: string;
            /** @example 雪峰镇 */
            place_zh?: string;
        };
        Replayed: {
            count: number;
        };
        ReplayPeriod: {
            /**
             * Format: date-time
             * @example 2026-11-22T00:00:00+08:00
             */
            since: string;
            /**
             * Format: date-time
             * @example 2026-11-23T00:00:00+08:00
             */
            until: string;
        };
        RequestPhoneChange: {
            /**
             * Format: uuid
             * @description of a code sent to the new number
             */
            challenge_id: string;
            /** @example 490712 */
            code: string;
        };
        RequestSmsCode: {
            /** @example 13800000001 */
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
            enabled: boolean;
            expiry_months: number;
            grade: string;
            kind: string;
            measure: string;
            measure_label: string;
            /** @description what one self-report may say at most */
            most_per_report: number | null;
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
            /**
             * @description how an act gets here
             * @enum {string}
             */
            way: "self-report" | "partner" | "purchase" | "off";
            way_text: string;
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
            /** @description switched off: earn nothing */
            off: components["schemas"]["Rule"][];
            /** @description how many days before today a self-report may be about */
            self_report_days: number;
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
        SmsChoice: {
            /** @enum {string} */
            kind: "security" | "money" | "complaints";
            may_change: boolean;
            on: boolean;
        };
        SmsCodeRequested: {
            /** @description to be accepted at sign-in */
            agreement_version: string;
            /** Format: uuid */
            challenge_id: string;
            expires_in_s: number;
            resend_in_s: number;
        };
        SmsSwitches: {
            complaints?: boolean;
            money?: boolean;
            security?: boolean;
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
        TokenIssued: {
            access_token: string;
            /** @description seconds */
            expires_in: number;
            scope: string;
            token_type: string;
        };
        TotpBegun: {
            /** @description to be typed where the QR code cannot be read */
            secret: string;
            /** @description otpauth: what the QR code says */
            uri: string;
        };
        UpdateMe: {
            elder_mode?: boolean;
            /** @example 小林 */
            nickname?: string;
        };
        UpdateNoticeSettings: {
            /** @enum {string} */
            language?: "zh-CN" | "en";
            /** @description whether each kind is sent as SMS too */
            sms?: components["schemas"]["SmsSwitches"];
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
        VerifyRealName: {
            /** @example 林小溪 */
            name: string;
            /** @example 440524188001010014 */
            resident_id: string;
        };
        Vintage: {
            from: number;
            to: number;
        };
        Waiting: {
            count: number;
            /** @description of them due today or overdue */
            due: number;
            kind: string;
            page: string;
        };
        WebhookDeliveries: {
            items: components["schemas"]["Delivery"][];
            next_cursor?: string | null;
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
                /** @example MjAyNi0xMS0yMlQwOTo0MTowMCswODowMCAwMTlhYThiMS0wMDAxLTcwMDAtODAwMC0wMDAwMDAwMDAwMDE */
                cursor?: string | null;
                /** @example 20 */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "activity_id": "019aa8b1-000b-7000-8000-00000000000b",
                     *           "kind": "mobility.walk",
                     *           "title": "步行 7,250 步",
                     *           "measures": {
                     *             "steps": "7250"
                     *           },
                     *           "occurred_at": "2026-11-22T19:54:41+08:00",
                     *           "recorded_at": "2026-11-22T19:54:43+08:00",
                     *           "points": 7,
                     *           "reduction_g": 145,
                     *           "state": "accepted",
                     *           "tier": "self-report",
                     *           "source_reference": null,
                     *           "withdrawn_at": null,
                     *           "withdrawable_until": "2026-11-29",
                     *           "entry_id": "019aa8b1-000c-7000-8000-00000000000c",
                     *           "evidence_file_id": "019aa8b1-0020-7000-8000-000000000020",
                     *           "abilities": [
                     *             "withdraw"
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
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
                /**
                 * @example {
                 *       "kind": "mobility.walk",
                 *       "measures": {
                 *         "steps": "7250"
                 *       },
                 *       "occurred_at": "2026-11-22T09:41:00+08:00",
                 *       "evidence": {
                 *         "note": "沿着渔塘溪走到了雪峰镇"
                 *       }
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "activity_id": "019aa8b1-000b-7000-8000-00000000000b",
                     *       "state": "accepted",
                     *       "tier": "self-report",
                     *       "reduction_g": 145,
                     *       "points": 7,
                     *       "lines": [
                     *         {
                     *           "rule": "walk",
                     *           "rule_version": 1,
                     *           "points": 7,
                     *           "reason": "earned",
                     *           "text": "7,250 步，自己报的按 50% 算，得 7 分",
                     *           "facts": {
                     *             "measure": "steps",
                     *             "unit": "step",
                     *             "quantity": 7250,
                     *             "tier": "self-report"
                     *           }
                     *         }
                     *       ],
                     *       "points_balance": 84,
                     *       "entry_id": "019aa8b1-000c-7000-8000-00000000000c"
                     *     }
                     */
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
            /** @description `file-not-found`: No such file; `file-removed`: The file was removed */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `activity-already-recorded`: Already recorded; `file-in-use`: The file is in use; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
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
            /** @description `activity-in-future`: It has not happened yet; `activity-not-recordable`: This cannot be self-reported; `activity-too-old`: Too long ago; `guardian-needed`: A guardian has to agree */
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
                /** @example 019aa8b1-000b-7000-8000-00000000000b */
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
                    /**
                     * @example {
                     *       "activity_id": "019aa8b1-000b-7000-8000-00000000000b",
                     *       "kind": "mobility.walk",
                     *       "title": "步行 7,250 步",
                     *       "measures": {
                     *         "steps": "7250"
                     *       },
                     *       "occurred_at": "2026-11-22T19:54:41+08:00",
                     *       "recorded_at": "2026-11-22T19:54:43+08:00",
                     *       "points": 7,
                     *       "reduction_g": 145,
                     *       "state": "accepted",
                     *       "tier": "self-report",
                     *       "source_reference": null,
                     *       "withdrawn_at": null,
                     *       "withdrawable_until": "2026-11-29",
                     *       "entry_id": "019aa8b1-000c-7000-8000-00000000000c",
                     *       "evidence_file_id": "019aa8b1-0020-7000-8000-000000000020",
                     *       "abilities": [
                     *         "withdraw"
                     *       ]
                     *     }
                     */
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
                /** @example 019aa8b1-000b-7000-8000-00000000000b */
                activity_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
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
                    /**
                     * @example {
                     *       "activity": {
                     *         "activity_id": "019aa8b1-000b-7000-8000-00000000000b",
                     *         "kind": "mobility.walk",
                     *         "title": "步行 7,250 步",
                     *         "measures": {
                     *           "steps": "7250"
                     *         },
                     *         "occurred_at": "2026-11-22T19:54:41+08:00",
                     *         "recorded_at": "2026-11-22T19:54:43+08:00",
                     *         "points": 7,
                     *         "reduction_g": 145,
                     *         "state": "withdrawn",
                     *         "tier": "self-report",
                     *         "source_reference": null,
                     *         "withdrawn_at": "2026-11-22T19:54:48+08:00",
                     *         "withdrawable_until": null,
                     *         "entry_id": "019aa8b1-000c-7000-8000-00000000000c",
                     *         "evidence_file_id": "019aa8b1-0020-7000-8000-000000000020",
                     *         "abilities": []
                     *       },
                     *       "points_taken_back": 7,
                     *       "points_owed": 0,
                     *       "points_balance": 17,
                     *       "entry_id": "019aa8b1-0014-7000-8000-000000000014"
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "kind": "agreement",
                     *           "version": "1.0",
                     *           "title": "碳惠用户协议",
                     *           "text": "碳惠是明溪县的碳普惠服务，帮你算碳足迹、用林业碳票抵消、记绿色行为、换积分权益。\n\n一、账户。用手机号登录，一人一户。账户和付款码只能自己用，不能借给别人。\n\n二、碳票。你付款后，买到的公斤数立即注销，只用一次，不能再卖、再转。注销前付不成的钱全部退回；注销后不退。抵消凭证说明的是三明林业碳票的自愿抵消，不是国家核证减排量（CCER），不要写成“碳中和”。\n\n三、积分。积分按公开的规则给，每一分都能查到来由。积分不是钱，不能提现，不能转给别人，到期作废，到期日在积分页写明。\n\n四、记录。自己报的绿色行为按一半给分，同一张凭证只算一次。查实不符的，积分会收回。\n\n五、联系。有不同意见，可以在页面上提出，也可以打服务电话。\n",
                     *           "published_on": "2026-11-22"
                     *         }
                     *       ]
                     *     }
                     */
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
    listAnnouncements: {
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "announcement_id": "019aa8b1-0033-7000-8000-000000000033",
                     *           "text": "12月1日 22:00 起系统维护半小时，付款码照常能用。",
                     *           "is_urgent": false,
                     *           "starts_at": "2026-11-30T08:00:00+08:00",
                     *           "ends_at": "2026-12-01T23:00:00+08:00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Announcements"];
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
                /**
                 * @example {
                 *       "party_id": "019aa8b1-000e-7000-8000-00000000000e"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "access_token": "eyJ0eXAiOiJhdCtqd3QifQ.eyJzdWIiOiLigKYifQ.c2lnbmF0dXJl",
                     *       "token_type": "Bearer",
                     *       "expires_in_s": 600,
                     *       "person_id": "019aa8b1-0018-7000-8000-000000000018",
                     *       "party_id": "019aa8b1-000e-7000-8000-00000000000e",
                     *       "roles": [
                     *         "merchant-clerk"
                     *       ],
                     *       "memberships": [
                     *         {
                     *           "membership_id": "019aa8b1-0030-7000-8000-000000000030",
                     *           "party_id": "019aa8b1-000e-7000-8000-00000000000e",
                     *           "name": "客家擂茶铺",
                     *           "kind": "merchant",
                     *           "role": "merchant-clerk",
                     *           "place": "雪峰镇"
                     *         }
                     *       ]
                     *     }
                     */
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
            /** @description `forbidden`: Not allowed; `not-a-member`: Not a member; `second-factor-missing`: No authenticator app yet; `second-factor-required`: An authenticator code is needed */
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
    requestProofCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "challenge_id": "019aa8b1-0015-7000-8000-000000000015",
                     *       "expires_in_s": 300,
                     *       "resend_in_s": 60,
                     *       "agreement_version": "1.0"
                     *     }
                     */
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
    proveAgain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "method": "totp",
                 *       "code": "287082"
                 *     }
                 */
                "application/json": components["schemas"]["ProveAgain"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "proved_until": "2026-11-22T10:47:00+08:00",
                     *       "second_factor": true
                     *     }
                     */
                    "application/json": components["schemas"]["ProvedAgain"];
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
            /** @description `forbidden`: Not allowed; `second-factor-missing`: No authenticator app yet */
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
            /** @description `second-factor-exists`: There is an authenticator app; `second-factor-wrong`: The code is not right; `sms-challenge-dead`: This code is dead; `sms-code-wrong`: Wrong code */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `second-factor-locked`: Too many wrong codes */
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
    refreshSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "refresh_token": "anExampleThatOpensNothing0000000000"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "access_token": "eyJ0eXAiOiJhdCtqd3QifQ.eyJzdWIiOiLigKYifQ.c2lnbmF0dXJl",
                     *       "token_type": "Bearer",
                     *       "expires_in_s": 600,
                     *       "person_id": "019aa8b1-0016-7000-8000-000000000016",
                     *       "party_id": "019aa8b1-0017-7000-8000-000000000017",
                     *       "roles": [
                     *         "citizen"
                     *       ],
                     *       "memberships": [],
                     *       "refresh_token": "anExampleThatOpensNothing0000000000"
                     *     }
                     */
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
            /** @description `not-a-member`: Not a member; `second-factor-missing`: No authenticator app yet; `second-factor-required`: An authenticator code is needed */
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
                /**
                 * @example {
                 *       "challenge_id": "019aa8b1-0015-7000-8000-000000000015",
                 *       "code": "490712",
                 *       "client": "app",
                 *       "agreement_version": "1.0",
                 *       "device": "小溪的手机"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "access_token": "eyJ0eXAiOiJhdCtqd3QifQ.eyJzdWIiOiLigKYifQ.c2lnbmF0dXJl",
                     *       "token_type": "Bearer",
                     *       "expires_in_s": 600,
                     *       "person_id": "019aa8b1-0016-7000-8000-000000000016",
                     *       "party_id": "019aa8b1-0017-7000-8000-000000000017",
                     *       "roles": [
                     *         "citizen"
                     *       ],
                     *       "memberships": [],
                     *       "refresh_token": "anExampleThatOpensNothing0000000000"
                     *     }
                     */
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
                /**
                 * @example {
                 *       "phone": "13800000001"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "challenge_id": "019aa8b1-0015-7000-8000-000000000015",
                     *       "expires_in_s": 300,
                     *       "resend_in_s": 60,
                     *       "agreement_version": "1.0"
                     *     }
                     */
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
    beginTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                     *       "uri": "otpauth://totp/%E7%A2%B3%E6%83%A0%20Tanhui:138%20%2A%2A%2A%2A%200001?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=%E7%A2%B3%E6%83%A0%20Tanhui"
                     *     }
                     */
                    "application/json": components["schemas"]["TotpBegun"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `second-factor-exists`: There is an authenticator app */
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
    removeTotp: {
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you; `second-factor-missing`: No authenticator app yet */
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
    confirmTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "287082"
                 *     }
                 */
                "application/json": components["schemas"]["ConfirmTotp"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "codes": [
                     *         "MFRGG-ZDFMZ",
                     *         "KRSXG-5CTMF"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RecoveryCodes"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you; `second-factor-missing`: No authenticator app yet */
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
            /** @description `second-factor-exists`: There is an authenticator app; `second-factor-wrong`: The code is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `second-factor-locked`: Too many wrong codes */
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
    verifyCertificate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "MX-2026-000001-7"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "valid": true,
                     *       "state": "valid",
                     *       "number": "MX-2026-000001-7",
                     *       "facts": {
                     *         "quantity_kg": 77,
                     *         "batch_number": "0000001",
                     *         "project": {
                     *           "name": "常口村生态公益林",
                     *           "place": "三明将乐县",
                     *           "area_mu": 3197
                     *         },
                     *         "vintage": {
                     *           "from": 2016,
                     *           "to": 2020
                     *         },
                     *         "serials": [
                     *           {
                     *             "first": 50001,
                     *             "last": 50077,
                     *             "first_text": "MX00000000500011",
                     *             "last_text": "MX00000000500773"
                     *           }
                     *         ],
                     *         "purpose": "footprint",
                     *         "purpose_text": "2026 年 10 月个人生活足迹",
                     *         "period": "2026-10",
                     *         "beneficiary_name": "小溪",
                     *         "retired_at": "2026-11-22T19:54:42+08:00",
                     *         "basis": "三明林业碳票，自愿抵消"
                     *       },
                     *       "reason": "签名核对一致，没有被撤销。"
                     *     }
                     */
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
                /** @example MX-2026-000001-7 */
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
                    /**
                     * @example {
                     *       "number": "MX-2026-000001-7",
                     *       "state": "valid",
                     *       "issued_at": "2026-11-22T19:54:42+08:00",
                     *       "facts": {
                     *         "quantity_kg": 77,
                     *         "batch_number": "0000001",
                     *         "project": {
                     *           "name": "常口村生态公益林",
                     *           "place": "三明将乐县",
                     *           "area_mu": 3197
                     *         },
                     *         "vintage": {
                     *           "from": 2016,
                     *           "to": 2020
                     *         },
                     *         "serials": [
                     *           {
                     *             "first": 50001,
                     *             "last": 50077,
                     *             "first_text": "MX00000000500011",
                     *             "last_text": "MX00000000500773"
                     *           }
                     *         ],
                     *         "purpose": "footprint",
                     *         "purpose_text": "2026 年 10 月个人生活足迹",
                     *         "period": "2026-10",
                     *         "beneficiary_name": "小溪",
                     *         "retired_at": "2026-11-22T19:54:42+08:00",
                     *         "basis": "三明林业碳票，自愿抵消"
                     *       },
                     *       "signature": {
                     *         "alg": "EdDSA",
                     *         "kid": "5d1f0c7a1e9d3b4c",
                     *         "valid": true,
                     *         "jws": "eyJhbGciOiJFZERTQSJ9.eyJuIjoi4oCmIn0.c2lnbmF0dXJl"
                     *       },
                     *       "qr_text": "https://tanhui.example/c/MX-2026-000001-7#eyJhbGciOiJFZERTQSJ9.eyJuIjoi4oCmIn0.c2lnbmF0dXJl",
                     *       "url": "https://tanhui.example/c/MX-2026-000001-7",
                     *       "history": [
                     *         {
                     *           "at": "2021-05-18T00:00:00+08:00",
                     *           "kind": "issued",
                     *           "title": "签发 100 吨",
                     *           "text": "碳票 0000001，签发给金森碳汇，监测期 2016—2020 年"
                     *         },
                     *         {
                     *           "at": "2026-11-22T19:54:39+08:00",
                     *           "kind": "listed",
                     *           "title": "100 吨 上架零售",
                     *           "text": "每吨 100.00 元，最少买 1 公斤"
                     *         },
                     *         {
                     *           "at": "2026-11-22T19:54:42+08:00",
                     *           "kind": "retired",
                     *           "title": "77 公斤 注销",
                     *           "text": "序列号 50,001—50,077。用途：个人足迹抵消，一公斤只用一次"
                     *         }
                     *       ],
                     *       "issuer": "明溪县碳普惠登记簿",
                     *       "demo": true
                     *     }
                     */
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
                /** @example MX-2026-000001-7 */
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
                /** @example MX-2026-000001-7 */
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
                /** @example MX-2026-000001-7 */
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
    getClient: {
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
                    /**
                     * @example {
                     *       "client_id": "client-7f2a9c0d4e5b6a71x8yz",
                     *       "organisation_id": "019aa8b1-0021-7000-8000-000000000021",
                     *       "party_id": "019aa8b1-0021-7000-8000-000000000021",
                     *       "name": "收银台 1",
                     *       "scopes": [
                     *         "redemptions:read",
                     *         "redemptions:write"
                     *       ],
                     *       "is_sandbox": false,
                     *       "state": "active",
                     *       "state_reason": null,
                     *       "state_changed_at": "2026-11-22T10:00:00+08:00",
                     *       "recorded_at": "2026-11-22T10:00:00+08:00",
                     *       "last_used_at": "2026-11-22T10:42:07+08:00",
                     *       "quota": [
                     *         {
                     *           "span": "minute",
                     *           "limit": 600,
                     *           "left": 598,
                     *           "resets_at": "2026-11-22T10:43:00+08:00"
                     *         },
                     *         {
                     *           "span": "day",
                     *           "limit": 100000,
                     *           "left": 99842,
                     *           "resets_at": "2026-11-23T00:00:00+08:00"
                     *         }
                     *       ],
                     *       "keys": [
                     *         {
                     *           "kid": "till-2026-11",
                     *           "algorithm": "EdDSA",
                     *           "state": "active",
                     *           "recorded_at": "2026-11-22T10:00:00+08:00",
                     *           "not_before": "2026-11-22T10:00:00+08:00",
                     *           "retired_at": null
                     *         }
                     *       ],
                     *       "abilities": [
                     *         "add-key",
                     *         "suspend",
                     *         "revoke"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Client"];
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
            /** @description `client-quota-reached`: Too many calls */
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
    listComplaints: {
        parameters: {
            query?: {
                /** @example MjAyNi0xMS0yMlQwOTo0MTowMCswODowMCAwMTlhYThiMS0wMDAxLTcwMDAtODAwMC0wMDAwMDAwMDAwMDE */
                cursor?: string | null;
                /** @example 20 */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "complaint_id": "019aa8b1-0001-7000-8000-000000000081",
                     *           "number": "TS-2026-000042-9",
                     *           "kind": "objection",
                     *           "about": {
                     *             "kind": "redemption",
                     *             "id": "019aa8b1-0001-7000-8000-000000000001"
                     *           },
                     *           "state": "received",
                     *           "summary": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *           "received_at": "2026-11-22T10:42:00+08:00",
                     *           "answer_due_on": "2026-12-11",
                     *           "due_on": "2026-11-24",
                     *           "is_overdue": false,
                     *           "abilities": [
                     *             "message",
                     *             "withdraw"
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Complaints"];
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
    fileComplaint: {
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
                /**
                 * @example {
                 *       "kind": "objection",
                 *       "text": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                 *       "about": {
                 *         "kind": "redemption",
                 *         "id": "019aa8b1-0001-7000-8000-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["FileComplaint"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "complaint": {
                     *         "complaint_id": "019aa8b1-0001-7000-8000-000000000081",
                     *         "number": "TS-2026-000042-9",
                     *         "kind": "objection",
                     *         "about": {
                     *           "kind": "redemption",
                     *           "id": "019aa8b1-0001-7000-8000-000000000001"
                     *         },
                     *         "state": "received",
                     *         "summary": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *         "received_at": "2026-11-22T10:42:00+08:00",
                     *         "answer_due_on": "2026-12-11",
                     *         "due_on": "2026-11-24",
                     *         "is_overdue": false,
                     *         "abilities": [
                     *           "message",
                     *           "withdraw"
                     *         ]
                     *       },
                     *       "text": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *       "holidays_known": true,
                     *       "assigned_at": null,
                     *       "appeal_until": null,
                     *       "appealed_at": null,
                     *       "appeal_assigned_at": null,
                     *       "closed_at": null,
                     *       "withdrawn_at": null,
                     *       "answers": [],
                     *       "messages": []
                     *     }
                     */
                    "application/json": components["schemas"]["ComplaintCase"];
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
            /** @description `complaint-subject-not-found`: Nothing there to complain about */
            404: {
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
            /** @description `too-many-complaints`: Too many today */
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
    getComplaint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                complaint_id: string;
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
                    /**
                     * @example {
                     *       "complaint": {
                     *         "complaint_id": "019aa8b1-0001-7000-8000-000000000081",
                     *         "number": "TS-2026-000042-9",
                     *         "kind": "objection",
                     *         "about": {
                     *           "kind": "redemption",
                     *           "id": "019aa8b1-0001-7000-8000-000000000001"
                     *         },
                     *         "state": "answered",
                     *         "summary": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *         "received_at": "2026-11-22T10:42:00+08:00",
                     *         "answer_due_on": "2026-12-11",
                     *         "due_on": null,
                     *         "is_overdue": false,
                     *         "abilities": [
                     *           "appeal"
                     *         ]
                     *       },
                     *       "text": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *       "holidays_known": true,
                     *       "assigned_at": "2026-11-23T08:30:00+08:00",
                     *       "appeal_until": "2026-12-23",
                     *       "appealed_at": null,
                     *       "appeal_assigned_at": null,
                     *       "closed_at": null,
                     *       "withdrawn_at": null,
                     *       "answers": [
                     *         {
                     *           "round": 1,
                     *           "outcome": "rejected",
                     *           "text": "店里的记录是 10:40 扫的码，金额和码都对得上。",
                     *           "recorded_at": "2026-12-02T15:00:00+08:00"
                     *         }
                     *       ],
                     *       "messages": [
                     *         {
                     *           "kind": "message",
                     *           "by_office": false,
                     *           "text": "那天我在家，手机也在家。",
                     *           "recorded_at": "2026-11-23T09:10:00+08:00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ComplaintCase"];
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
            /** @description `complaint-not-found`: No such complaint; `http-404`: Not found */
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
    appealComplaint: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "码是别人用我的手机出示的，请再看一次。"
                 *     }
                 */
                "application/json": components["schemas"]["ComplaintWords"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "complaint": {
                     *         "complaint_id": "019aa8b1-0001-7000-8000-000000000081",
                     *         "number": "TS-2026-000042-9",
                     *         "kind": "objection",
                     *         "about": {
                     *           "kind": "redemption",
                     *           "id": "019aa8b1-0001-7000-8000-000000000001"
                     *         },
                     *         "state": "appealed",
                     *         "summary": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *         "received_at": "2026-11-22T10:42:00+08:00",
                     *         "answer_due_on": "2026-12-11",
                     *         "due_on": "2026-12-25",
                     *         "is_overdue": false,
                     *         "abilities": [
                     *           "message",
                     *           "withdraw"
                     *         ]
                     *       },
                     *       "text": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *       "holidays_known": true,
                     *       "assigned_at": "2026-11-23T08:30:00+08:00",
                     *       "appeal_until": "2026-12-23",
                     *       "appealed_at": "2026-12-05T09:00:00+08:00",
                     *       "appeal_assigned_at": null,
                     *       "closed_at": null,
                     *       "withdrawn_at": null,
                     *       "answers": [
                     *         {
                     *           "round": 1,
                     *           "outcome": "rejected",
                     *           "text": "店里的记录是 10:40 扫的码，金额和码都对得上。",
                     *           "recorded_at": "2026-12-02T15:00:00+08:00"
                     *         }
                     *       ],
                     *       "messages": [
                     *         {
                     *           "kind": "message",
                     *           "by_office": false,
                     *           "text": "那天我在家，手机也在家。",
                     *           "recorded_at": "2026-11-23T09:10:00+08:00"
                     *         },
                     *         {
                     *           "kind": "appeal",
                     *           "by_office": false,
                     *           "text": "码是别人用我的手机出示的，请再看一次。",
                     *           "recorded_at": "2026-12-05T09:00:00+08:00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ComplaintCase"];
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
            /** @description `complaint-not-found`: No such complaint; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `complaint-appealed-before`: Appealed before; `complaint-moved-on`: It has moved on; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
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
            /** @description `complaint-appeal-too-late`: Too late to appeal */
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
    messageComplaint: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "那天我在家，手机也在家。"
                 *     }
                 */
                "application/json": components["schemas"]["ComplaintWords"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "complaint": {
                     *         "complaint_id": "019aa8b1-0001-7000-8000-000000000081",
                     *         "number": "TS-2026-000042-9",
                     *         "kind": "objection",
                     *         "about": {
                     *           "kind": "redemption",
                     *           "id": "019aa8b1-0001-7000-8000-000000000001"
                     *         },
                     *         "state": "received",
                     *         "summary": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *         "received_at": "2026-11-22T10:42:00+08:00",
                     *         "answer_due_on": "2026-12-11",
                     *         "due_on": "2026-11-24",
                     *         "is_overdue": false,
                     *         "abilities": [
                     *           "message",
                     *           "withdraw"
                     *         ]
                     *       },
                     *       "text": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *       "holidays_known": true,
                     *       "assigned_at": null,
                     *       "appeal_until": null,
                     *       "appealed_at": null,
                     *       "appeal_assigned_at": null,
                     *       "closed_at": null,
                     *       "withdrawn_at": null,
                     *       "answers": [],
                     *       "messages": [
                     *         {
                     *           "kind": "message",
                     *           "by_office": false,
                     *           "text": "那天我在家，手机也在家。",
                     *           "recorded_at": "2026-11-23T09:10:00+08:00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ComplaintCase"];
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
            /** @description `complaint-not-found`: No such complaint; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `complaint-moved-on`: It has moved on; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
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
    withdrawComplaint: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["ComplaintStep"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "complaint": {
                     *         "complaint_id": "019aa8b1-0001-7000-8000-000000000081",
                     *         "number": "TS-2026-000042-9",
                     *         "kind": "objection",
                     *         "about": {
                     *           "kind": "redemption",
                     *           "id": "019aa8b1-0001-7000-8000-000000000001"
                     *         },
                     *         "state": "withdrawn",
                     *         "summary": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *         "received_at": "2026-11-22T10:42:00+08:00",
                     *         "answer_due_on": "2026-12-11",
                     *         "due_on": null,
                     *         "is_overdue": false,
                     *         "abilities": []
                     *       },
                     *       "text": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *       "holidays_known": true,
                     *       "assigned_at": null,
                     *       "appeal_until": null,
                     *       "appealed_at": null,
                     *       "appeal_assigned_at": null,
                     *       "closed_at": null,
                     *       "withdrawn_at": "2026-11-24T09:00:00+08:00",
                     *       "answers": [],
                     *       "messages": []
                     *     }
                     */
                    "application/json": components["schemas"]["ComplaintCase"];
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
            /** @description `complaint-not-found`: No such complaint; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `complaint-moved-on`: It has moved on; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
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
    verifyConsentReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "receipt": "eyJhbGciOiJFZERTQSIsInR5cCI6InRhbmh1aS1jb25zZW50K2p3dCJ9.eyJwdXJwb3NlIjoic3RhdGlzdGljcyJ9.c2lnbmF0dXJl"
                 *     }
                 */
                "application/json": components["schemas"]["CheckReceipt"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "genuine": true,
                     *       "facts": {
                     *         "consent_id": "019aa8b1-0070-7000-8000-000000000070",
                     *         "purpose": "statistics",
                     *         "text_version": "1.0",
                     *         "text_sha256": "3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f",
                     *         "channel": "app",
                     *         "given_at": "2026-11-22T10:30:00+08:00",
                     *         "in_force": true
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ReceiptChecked"];
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
    listEmissionFactors: {
        parameters: {
            query?: {
                /** @example electricity.grid */
                activity?: string | null;
                /** @example 2026-10-31 */
                on?: string | null;
                /** @example CN-FJ */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "electricity.fossil@default/CN/2022",
                     *           "activity": "electricity.fossil",
                     *           "name": "化石能源电力",
                     *           "value": "0.8325",
                     *           "value_low": null,
                     *           "value_high": null,
                     *           "unit": "kg/kWh",
                     *           "gas": "CO2",
                     *           "source": "未核实（凭记忆）",
                     *           "source_no": "",
                     *           "grade": "D",
                     *           "verified": false,
                     *           "label": "未核实",
                     *           "region": "CN",
                     *           "region_name": "全国",
                     *           "year": 2022,
                     *           "valid_from": "2022-01-01",
                     *           "valid_to": "2022-12-31",
                     *           "calibre": "fossil-power",
                     *           "note": ""
                     *         }
                     *       ]
                     *     }
                     */
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
    uploadFile: {
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
                /**
                 * @example {
                 *       "file": "…",
                 *       "purpose": "evidence"
                 *     }
                 */
                "multipart/form-data": {
                    /** @description a photo (JPEG, PNG, WebP), a PDF, or a table (XLSX, CSV) */
                    file: string;
                    /** @enum {string} */
                    purpose: "evidence" | "import";
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "file_id": "019aa8b1-0020-7000-8000-000000000020",
                     *       "name": "公交车票.jpg",
                     *       "media_type": "image/jpeg",
                     *       "size_bytes": 284113,
                     *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *       "purpose": "evidence",
                     *       "state": "kept",
                     *       "recorded_at": "2026-11-22T09:41:00+08:00",
                     *       "removed_at": null,
                     *       "abilities": [
                     *         "download"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["File"];
                };
            };
            /** @description `file-missing`: The file is empty; `idempotency-key-malformed`: Malformed Idempotency-Key; `idempotency-key-required`: Idempotency-Key required; `invalid-request`: Invalid request */
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
            /** @description `http-413`: Too large; `upload-too-large`: The file is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-415`: Unsupported format; `not-a-form`: Not the form of an upload */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `document-too-long`: The document is too long; `file-type-refused`: This kind of file is not taken; `file-unreadable`: The file cannot be read; `file-unsafe`: The file brings something that is not taken; `picture-too-large`: The picture is too large; `sheet-unreadable`: The table cannot be read; `workbook-too-large`: The workbook is too large; `workbook-unsafe`: The workbook brings something that is not taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-files`: Enough files for today */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering; `storage-unavailable`: Files cannot be stored now */
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
    getFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0020-7000-8000-000000000020 */
                file_id: string;
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
                    /**
                     * @example {
                     *       "file_id": "019aa8b1-0020-7000-8000-000000000020",
                     *       "name": "公交车票.jpg",
                     *       "media_type": "image/jpeg",
                     *       "size_bytes": 284113,
                     *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *       "purpose": "evidence",
                     *       "state": "kept",
                     *       "recorded_at": "2026-11-22T09:41:00+08:00",
                     *       "removed_at": null,
                     *       "abilities": [
                     *         "download"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["File"];
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
            /** @description `file-not-found`: No such file; `http-404`: Not found */
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
    downloadFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0020-7000-8000-000000000020 */
                file_id: string;
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
                    "*/*": string;
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
            /** @description `file-not-found`: No such file; `file-removed`: The file was removed; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering; `storage-unavailable`: Files cannot be stored now */
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
                /** @example 2026-10 */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "activity": "electricity.grid",
                     *           "category": "home",
                     *           "category_name": "家里",
                     *           "name": "用电",
                     *           "hint": "看电费单上的本月用电量",
                     *           "unit": "kWh",
                     *           "unit_label": "度",
                     *           "max_quantity": "5000",
                     *           "default_quantity": null,
                     *           "quick": [],
                     *           "overlaps": [],
                     *           "alternative_to": null,
                     *           "factor": {
                     *             "id": "electricity.grid@default/CN-FJ/2022",
                     *             "activity": "electricity.grid",
                     *             "name": "电网购电",
                     *             "value": "0.4092",
                     *             "value_low": null,
                     *             "value_high": null,
                     *             "unit": "kg/kWh",
                     *             "gas": "CO2",
                     *             "source": "生态环境部 2021–2022 年省级和区域电力平均排放因子（公开代码库抄件）",
                     *             "source_no": "54",
                     *             "grade": "A",
                     *             "verified": true,
                     *             "label": null,
                     *             "region": "CN-FJ",
                     *             "region_name": "福建省",
                     *             "year": 2022,
                     *             "valid_from": "2022-01-01",
                     *             "valid_to": null,
                     *             "calibre": "location-average",
                     *             "note": "这是找到的最近一个福建因子，没有找到 2023 年的。以后的月份先用它，有了新的再换。",
                     *             "level": "province",
                     *             "level_name": "省",
                     *             "basis": "in-force"
                     *           }
                     *         }
                     *       ],
                     *       "more": [
                     *         {
                     *           "activity": "fuel.lpg.kilogram",
                     *           "category": "home",
                     *           "category_name": "家里",
                     *           "name": "液化气",
                     *           "hint": "按用掉的算；一瓶多是 14.5 或 15 公斤",
                     *           "unit": "kg",
                     *           "unit_label": "公斤",
                     *           "max_quantity": "300",
                     *           "default_quantity": null,
                     *           "quick": [
                     *             {
                     *               "quantity": "14.5",
                     *               "label": "一瓶 14.5 公斤"
                     *             },
                     *             {
                     *               "quantity": "15",
                     *               "label": "一瓶 15 公斤"
                     *             }
                     *           ],
                     *           "overlaps": [],
                     *           "alternative_to": null,
                     *           "factor": {
                     *             "id": "fuel.lpg.kilogram@default/CN/-",
                     *             "activity": "fuel.lpg.kilogram",
                     *             "name": "液化石油气（按公斤）",
                     *             "value": "3.1013",
                     *             "value_low": null,
                     *             "value_high": null,
                     *             "unit": "kg/kg",
                     *             "gas": "CO2",
                     *             "source": "企业温室气体核算指南缺省值（公开代码库抄件）：低位发热量 × 含碳量 × 氧化率 × 44/12",
                     *             "source_no": "58",
                     *             "grade": "A",
                     *             "verified": true,
                     *             "label": null,
                     *             "region": "CN",
                     *             "region_name": "全国",
                     *             "year": null,
                     *             "valid_from": null,
                     *             "valid_to": null,
                     *             "calibre": "",
                     *             "note": "就是 fuel.lpg 那一行（3.1013 t/t），给按公斤填的人用：数是一样的。",
                     *             "level": "nation",
                     *             "level_name": "全国",
                     *             "basis": "in-force"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
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
                /**
                 * @example {
                 *       "kind": "citizen",
                 *       "period": "2026-10",
                 *       "lines": [
                 *         {
                 *           "activity": "electricity.grid",
                 *           "quantity": "186",
                 *           "unit": "kWh"
                 *         }
                 *       ]
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "kind": "citizen",
                     *       "period": "2026-10",
                     *       "is_period_over": true,
                     *       "emissions_g": 76111,
                     *       "lines": [
                     *         {
                     *           "activity": "electricity.grid",
                     *           "name": "用电",
                     *           "category": "home",
                     *           "quantity": "186",
                     *           "unit": "kWh",
                     *           "unit_label": "度",
                     *           "region": null,
                     *           "emissions_g": 76111,
                     *           "share": "1.000",
                     *           "factor": {
                     *             "id": "electricity.grid@default/CN-FJ/2022",
                     *             "activity": "electricity.grid",
                     *             "name": "电网购电",
                     *             "value": "0.4092",
                     *             "value_low": null,
                     *             "value_high": null,
                     *             "unit": "kg/kWh",
                     *             "gas": "CO2",
                     *             "source": "生态环境部 2021–2022 年省级和区域电力平均排放因子（公开代码库抄件）",
                     *             "source_no": "54",
                     *             "grade": "A",
                     *             "verified": true,
                     *             "label": null,
                     *             "region": "CN-FJ",
                     *             "region_name": "福建省",
                     *             "year": 2022,
                     *             "valid_from": "2022-01-01",
                     *             "valid_to": null,
                     *             "calibre": "location-average",
                     *             "note": "这是找到的最近一个福建因子，没有找到 2023 年的。以后的月份先用它，有了新的再换。",
                     *             "level": "province",
                     *             "level_name": "省",
                     *             "basis": "in-force"
                     *           }
                     *         }
                     *       ],
                     *       "by_category": {
                     *         "home": 76111,
                     *         "travel": 0,
                     *         "food": 0,
                     *         "things": 0
                     *       },
                     *       "category_names": {
                     *         "home": "家里",
                     *         "travel": "出行",
                     *         "food": "吃饭",
                     *         "things": "东西"
                     *       },
                     *       "comparison": {
                     *         "previous": null,
                     *         "benchmark": {
                     *           "name": "全国人均",
                     *           "value_g": 175000,
                     *           "period_label": "2021 年每人 2.1 吨，折成一个月",
                     *           "source": "报刊，www.fx361.cc/page/2022/0928/10721537.shtml",
                     *           "grade": "B",
                     *           "verified": true
                     *         },
                     *         "places": [
                     *           {
                     *             "code": "county",
                     *             "name": "明溪县",
                     *             "value_g": null,
                     *             "mine_g": null,
                     *             "scope": "县里还没有公布过人均数，不拿别处的数来充。",
                     *             "by_category": [],
                     *             "year": null,
                     *             "period_label": null,
                     *             "source": null,
                     *             "grade": null,
                     *             "verified": null,
                     *             "label": null
                     *           }
                     *         ]
                     *       },
                     *       "interval": null,
                     *       "factor_set": "mingxi/2026.2",
                     *       "engine_version": "footprint/1",
                     *       "digest": "dd31bac891fc3b9f5adfc1b01e2af1bf4c55e1e013044ece95d1f2d2193180cc",
                     *       "offset": {
                     *         "claimed_kg": 0,
                     *         "open_kg": 77
                     *       },
                     *       "reductions": [
                     *         {
                     *           "activity": "electricity.grid",
                     *           "title": "少用 20 度电",
                     *           "text": "电 0.4092 公斤/度",
                     *           "saves_g": 8184
                     *         }
                     *       ]
                     *     }
                     */
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
                /** @example MjAyNi0xMS0yMlQwOTo0MTowMCswODowMCAwMTlhYThiMS0wMDAxLTcwMDAtODAwMC0wMDAwMDAwMDAwMDE */
                cursor?: string | null;
                /** @example 20 */
                limit?: number;
                /** @example 2026-10 */
                period?: string | null;
                /** @example recorded */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "kind": "citizen",
                     *           "period": "2026-10",
                     *           "is_period_over": true,
                     *           "emissions_g": 76111,
                     *           "lines": [
                     *             {
                     *               "activity": "electricity.grid",
                     *               "name": "用电",
                     *               "category": "home",
                     *               "quantity": "186",
                     *               "unit": "kWh",
                     *               "unit_label": "度",
                     *               "region": null,
                     *               "emissions_g": 76111,
                     *               "share": "1.000",
                     *               "factor": {
                     *                 "id": "electricity.grid@default/CN-FJ/2022",
                     *                 "activity": "electricity.grid",
                     *                 "name": "电网购电",
                     *                 "value": "0.4092",
                     *                 "value_low": null,
                     *                 "value_high": null,
                     *                 "unit": "kg/kWh",
                     *                 "gas": "CO2",
                     *                 "source": "生态环境部 2021–2022 年省级和区域电力平均排放因子（公开代码库抄件）",
                     *                 "source_no": "54",
                     *                 "grade": "A",
                     *                 "verified": true,
                     *                 "label": null,
                     *                 "region": "CN-FJ",
                     *                 "region_name": "福建省",
                     *                 "year": 2022,
                     *                 "valid_from": "2022-01-01",
                     *                 "valid_to": null,
                     *                 "calibre": "location-average",
                     *                 "note": "这是找到的最近一个福建因子，没有找到 2023 年的。以后的月份先用它，有了新的再换。",
                     *                 "level": "province",
                     *                 "level_name": "省",
                     *                 "basis": "in-force"
                     *               }
                     *             }
                     *           ],
                     *           "by_category": {
                     *             "home": 76111,
                     *             "travel": 0,
                     *             "food": 0,
                     *             "things": 0
                     *           },
                     *           "category_names": {
                     *             "home": "家里",
                     *             "travel": "出行",
                     *             "food": "吃饭",
                     *             "things": "东西"
                     *           },
                     *           "comparison": {
                     *             "previous": null,
                     *             "benchmark": {
                     *               "name": "全国人均",
                     *               "value_g": 175000,
                     *               "period_label": "2021 年每人 2.1 吨，折成一个月",
                     *               "source": "报刊，www.fx361.cc/page/2022/0928/10721537.shtml",
                     *               "grade": "B",
                     *               "verified": true
                     *             },
                     *             "places": [
                     *               {
                     *                 "code": "county",
                     *                 "name": "明溪县",
                     *                 "value_g": null,
                     *                 "mine_g": null,
                     *                 "scope": "县里还没有公布过人均数，不拿别处的数来充。",
                     *                 "by_category": [],
                     *                 "year": null,
                     *                 "period_label": null,
                     *                 "source": null,
                     *                 "grade": null,
                     *                 "verified": null,
                     *                 "label": null
                     *               }
                     *             ]
                     *           },
                     *           "interval": null,
                     *           "factor_set": "mingxi/2026.2",
                     *           "engine_version": "footprint/1",
                     *           "digest": "dd31bac891fc3b9f5adfc1b01e2af1bf4c55e1e013044ece95d1f2d2193180cc",
                     *           "offset": {
                     *             "claimed_kg": 77,
                     *             "open_kg": 0
                     *           },
                     *           "reductions": [
                     *             {
                     *               "activity": "electricity.grid",
                     *               "title": "少用 20 度电",
                     *               "text": "电 0.4092 公斤/度",
                     *               "saves_g": 8184
                     *             }
                     *           ],
                     *           "footprint_id": "019aa8b1-0001-7000-8000-000000000001",
                     *           "state": "recorded",
                     *           "recorded_at": "2026-11-22T19:54:41+08:00",
                     *           "withdrawn_at": null,
                     *           "replaces": null,
                     *           "abilities": [
                     *             "withdraw",
                     *             "replace"
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
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
                /**
                 * @example {
                 *       "kind": "citizen",
                 *       "period": "2026-10",
                 *       "lines": [
                 *         {
                 *           "activity": "electricity.grid",
                 *           "quantity": "186",
                 *           "unit": "kWh"
                 *         }
                 *       ]
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "kind": "citizen",
                     *       "period": "2026-10",
                     *       "is_period_over": true,
                     *       "emissions_g": 76111,
                     *       "lines": [
                     *         {
                     *           "activity": "electricity.grid",
                     *           "name": "用电",
                     *           "category": "home",
                     *           "quantity": "186",
                     *           "unit": "kWh",
                     *           "unit_label": "度",
                     *           "region": null,
                     *           "emissions_g": 76111,
                     *           "share": "1.000",
                     *           "factor": {
                     *             "id": "electricity.grid@default/CN-FJ/2022",
                     *             "activity": "electricity.grid",
                     *             "name": "电网购电",
                     *             "value": "0.4092",
                     *             "value_low": null,
                     *             "value_high": null,
                     *             "unit": "kg/kWh",
                     *             "gas": "CO2",
                     *             "source": "生态环境部 2021–2022 年省级和区域电力平均排放因子（公开代码库抄件）",
                     *             "source_no": "54",
                     *             "grade": "A",
                     *             "verified": true,
                     *             "label": null,
                     *             "region": "CN-FJ",
                     *             "region_name": "福建省",
                     *             "year": 2022,
                     *             "valid_from": "2022-01-01",
                     *             "valid_to": null,
                     *             "calibre": "location-average",
                     *             "note": "这是找到的最近一个福建因子，没有找到 2023 年的。以后的月份先用它，有了新的再换。",
                     *             "level": "province",
                     *             "level_name": "省",
                     *             "basis": "in-force"
                     *           }
                     *         }
                     *       ],
                     *       "by_category": {
                     *         "home": 76111,
                     *         "travel": 0,
                     *         "food": 0,
                     *         "things": 0
                     *       },
                     *       "category_names": {
                     *         "home": "家里",
                     *         "travel": "出行",
                     *         "food": "吃饭",
                     *         "things": "东西"
                     *       },
                     *       "comparison": {
                     *         "previous": null,
                     *         "benchmark": {
                     *           "name": "全国人均",
                     *           "value_g": 175000,
                     *           "period_label": "2021 年每人 2.1 吨，折成一个月",
                     *           "source": "报刊，www.fx361.cc/page/2022/0928/10721537.shtml",
                     *           "grade": "B",
                     *           "verified": true
                     *         },
                     *         "places": [
                     *           {
                     *             "code": "county",
                     *             "name": "明溪县",
                     *             "value_g": null,
                     *             "mine_g": null,
                     *             "scope": "县里还没有公布过人均数，不拿别处的数来充。",
                     *             "by_category": [],
                     *             "year": null,
                     *             "period_label": null,
                     *             "source": null,
                     *             "grade": null,
                     *             "verified": null,
                     *             "label": null
                     *           }
                     *         ]
                     *       },
                     *       "interval": null,
                     *       "factor_set": "mingxi/2026.2",
                     *       "engine_version": "footprint/1",
                     *       "digest": "dd31bac891fc3b9f5adfc1b01e2af1bf4c55e1e013044ece95d1f2d2193180cc",
                     *       "offset": {
                     *         "claimed_kg": 0,
                     *         "open_kg": 77
                     *       },
                     *       "reductions": [
                     *         {
                     *           "activity": "electricity.grid",
                     *           "title": "少用 20 度电",
                     *           "text": "电 0.4092 公斤/度",
                     *           "saves_g": 8184
                     *         }
                     *       ],
                     *       "footprint_id": "019aa8b1-0001-7000-8000-000000000001",
                     *       "state": "recorded",
                     *       "recorded_at": "2026-11-22T19:54:41+08:00",
                     *       "withdrawn_at": null,
                     *       "replaces": null,
                     *       "abilities": [
                     *         "withdraw",
                     *         "replace",
                     *         "offset"
                     *       ]
                     *     }
                     */
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
            /** @description `factor-not-available`: No factor to compute with; `footprint-period-future`: This month has not begun; `footprint-replaces-another`: Only the same month can be replaced; `guardian-needed`: A guardian has to agree */
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
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
                    /**
                     * @example {
                     *       "kind": "citizen",
                     *       "period": "2026-10",
                     *       "is_period_over": true,
                     *       "emissions_g": 76111,
                     *       "lines": [
                     *         {
                     *           "activity": "electricity.grid",
                     *           "name": "用电",
                     *           "category": "home",
                     *           "quantity": "186",
                     *           "unit": "kWh",
                     *           "unit_label": "度",
                     *           "region": null,
                     *           "emissions_g": 76111,
                     *           "share": "1.000",
                     *           "factor": {
                     *             "id": "electricity.grid@default/CN-FJ/2022",
                     *             "activity": "electricity.grid",
                     *             "name": "电网购电",
                     *             "value": "0.4092",
                     *             "value_low": null,
                     *             "value_high": null,
                     *             "unit": "kg/kWh",
                     *             "gas": "CO2",
                     *             "source": "生态环境部 2021–2022 年省级和区域电力平均排放因子（公开代码库抄件）",
                     *             "source_no": "54",
                     *             "grade": "A",
                     *             "verified": true,
                     *             "label": null,
                     *             "region": "CN-FJ",
                     *             "region_name": "福建省",
                     *             "year": 2022,
                     *             "valid_from": "2022-01-01",
                     *             "valid_to": null,
                     *             "calibre": "location-average",
                     *             "note": "这是找到的最近一个福建因子，没有找到 2023 年的。以后的月份先用它，有了新的再换。",
                     *             "level": "province",
                     *             "level_name": "省",
                     *             "basis": "in-force"
                     *           }
                     *         }
                     *       ],
                     *       "by_category": {
                     *         "home": 76111,
                     *         "travel": 0,
                     *         "food": 0,
                     *         "things": 0
                     *       },
                     *       "category_names": {
                     *         "home": "家里",
                     *         "travel": "出行",
                     *         "food": "吃饭",
                     *         "things": "东西"
                     *       },
                     *       "comparison": {
                     *         "previous": null,
                     *         "benchmark": {
                     *           "name": "全国人均",
                     *           "value_g": 175000,
                     *           "period_label": "2021 年每人 2.1 吨，折成一个月",
                     *           "source": "报刊，www.fx361.cc/page/2022/0928/10721537.shtml",
                     *           "grade": "B",
                     *           "verified": true
                     *         },
                     *         "places": [
                     *           {
                     *             "code": "county",
                     *             "name": "明溪县",
                     *             "value_g": null,
                     *             "mine_g": null,
                     *             "scope": "县里还没有公布过人均数，不拿别处的数来充。",
                     *             "by_category": [],
                     *             "year": null,
                     *             "period_label": null,
                     *             "source": null,
                     *             "grade": null,
                     *             "verified": null,
                     *             "label": null
                     *           }
                     *         ]
                     *       },
                     *       "interval": null,
                     *       "factor_set": "mingxi/2026.2",
                     *       "engine_version": "footprint/1",
                     *       "digest": "dd31bac891fc3b9f5adfc1b01e2af1bf4c55e1e013044ece95d1f2d2193180cc",
                     *       "offset": {
                     *         "claimed_kg": 77,
                     *         "open_kg": 0
                     *       },
                     *       "reductions": [
                     *         {
                     *           "activity": "electricity.grid",
                     *           "title": "少用 20 度电",
                     *           "text": "电 0.4092 公斤/度",
                     *           "saves_g": 8184
                     *         }
                     *       ],
                     *       "footprint_id": "019aa8b1-0001-7000-8000-000000000001",
                     *       "state": "recorded",
                     *       "recorded_at": "2026-11-22T19:54:41+08:00",
                     *       "withdrawn_at": null,
                     *       "replaces": null,
                     *       "abilities": [
                     *         "withdraw",
                     *         "replace"
                     *       ]
                     *     }
                     */
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
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
                    /**
                     * @example {
                     *       "footprint_id": "019aa8b1-0001-7000-8000-000000000001",
                     *       "canonical": "{\"emissions_g\":76111,\"engine\":\"footprint/1\",\"kind\":\"citizen\",\"lines\":[{\"activity\":\"electricity.grid\",\"emissions_g\":76111,\"factor\":{\"id\":\"electricity.grid@default/CN-FJ/2022\",\"unit\":\"kg/kWh\",\"value\":\"0.4092\"},\"quantity\":\"186\",\"unit\":\"kWh\"}],\"period\":\"2026-10\"}",
                     *       "digest": "dd31bac891fc3b9f5adfc1b01e2af1bf4c55e1e013044ece95d1f2d2193180cc",
                     *       "engine_version": "footprint/1",
                     *       "factor_set": "mingxi/2026.2",
                     *       "factors": [
                     *         {
                     *           "id": "electricity.grid@default/CN-FJ/2022",
                     *           "activity": "electricity.grid",
                     *           "name": "电网购电",
                     *           "value": "0.4092",
                     *           "value_low": null,
                     *           "value_high": null,
                     *           "unit": "kg/kWh",
                     *           "gas": "CO2",
                     *           "source": "生态环境部 2021–2022 年省级和区域电力平均排放因子（公开代码库抄件）",
                     *           "source_no": "54",
                     *           "grade": "A",
                     *           "verified": true,
                     *           "label": null,
                     *           "region": "CN-FJ",
                     *           "region_name": "福建省",
                     *           "year": 2022,
                     *           "valid_from": "2022-01-01",
                     *           "valid_to": null,
                     *           "calibre": "location-average",
                     *           "note": "这是找到的最近一个福建因子，没有找到 2023 年的。以后的月份先用它，有了新的再换。"
                     *         }
                     *       ],
                     *       "lines": [
                     *         {
                     *           "activity": "electricity.grid",
                     *           "name": "用电",
                     *           "category": "home",
                     *           "quantity": "186",
                     *           "unit": "kWh",
                     *           "unit_label": "度",
                     *           "region": null,
                     *           "emissions_g": 76111,
                     *           "share": "1.000",
                     *           "factor": {
                     *             "id": "electricity.grid@default/CN-FJ/2022",
                     *             "activity": "electricity.grid",
                     *             "name": "电网购电",
                     *             "value": "0.4092",
                     *             "value_low": null,
                     *             "value_high": null,
                     *             "unit": "kg/kWh",
                     *             "gas": "CO2",
                     *             "source": "生态环境部 2021–2022 年省级和区域电力平均排放因子（公开代码库抄件）",
                     *             "source_no": "54",
                     *             "grade": "A",
                     *             "verified": true,
                     *             "label": null,
                     *             "region": "CN-FJ",
                     *             "region_name": "福建省",
                     *             "year": 2022,
                     *             "valid_from": "2022-01-01",
                     *             "valid_to": null,
                     *             "calibre": "location-average",
                     *             "note": "这是找到的最近一个福建因子，没有找到 2023 年的。以后的月份先用它，有了新的再换。",
                     *             "level": "province",
                     *             "level_name": "省",
                     *             "basis": "in-force"
                     *           }
                     *         }
                     *       ],
                     *       "how_to_check": "把 canonical 按 UTF-8 编码，算 SHA-256，应当等于 digest。里面有每一行的数量、因子和结果：数量乘因子，全部相加，最后四舍五入到克。计算版本 footprint/1。"
                     *     }
                     */
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                footprint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
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
                    /**
                     * @example {
                     *       "kind": "citizen",
                     *       "period": "2026-10",
                     *       "is_period_over": true,
                     *       "emissions_g": 76111,
                     *       "lines": [
                     *         {
                     *           "activity": "electricity.grid",
                     *           "name": "用电",
                     *           "category": "home",
                     *           "quantity": "186",
                     *           "unit": "kWh",
                     *           "unit_label": "度",
                     *           "region": null,
                     *           "emissions_g": 76111,
                     *           "share": "1.000",
                     *           "factor": {
                     *             "id": "electricity.grid@default/CN-FJ/2022",
                     *             "activity": "electricity.grid",
                     *             "name": "电网购电",
                     *             "value": "0.4092",
                     *             "value_low": null,
                     *             "value_high": null,
                     *             "unit": "kg/kWh",
                     *             "gas": "CO2",
                     *             "source": "生态环境部 2021–2022 年省级和区域电力平均排放因子（公开代码库抄件）",
                     *             "source_no": "54",
                     *             "grade": "A",
                     *             "verified": true,
                     *             "label": null,
                     *             "region": "CN-FJ",
                     *             "region_name": "福建省",
                     *             "year": 2022,
                     *             "valid_from": "2022-01-01",
                     *             "valid_to": null,
                     *             "calibre": "location-average",
                     *             "note": "这是找到的最近一个福建因子，没有找到 2023 年的。以后的月份先用它，有了新的再换。",
                     *             "level": "province",
                     *             "level_name": "省",
                     *             "basis": "in-force"
                     *           }
                     *         }
                     *       ],
                     *       "by_category": {
                     *         "home": 76111,
                     *         "travel": 0,
                     *         "food": 0,
                     *         "things": 0
                     *       },
                     *       "category_names": {
                     *         "home": "家里",
                     *         "travel": "出行",
                     *         "food": "吃饭",
                     *         "things": "东西"
                     *       },
                     *       "comparison": {
                     *         "previous": null,
                     *         "benchmark": {
                     *           "name": "全国人均",
                     *           "value_g": 175000,
                     *           "period_label": "2021 年每人 2.1 吨，折成一个月",
                     *           "source": "报刊，www.fx361.cc/page/2022/0928/10721537.shtml",
                     *           "grade": "B",
                     *           "verified": true
                     *         },
                     *         "places": [
                     *           {
                     *             "code": "county",
                     *             "name": "明溪县",
                     *             "value_g": null,
                     *             "mine_g": null,
                     *             "scope": "县里还没有公布过人均数，不拿别处的数来充。",
                     *             "by_category": [],
                     *             "year": null,
                     *             "period_label": null,
                     *             "source": null,
                     *             "grade": null,
                     *             "verified": null,
                     *             "label": null
                     *           }
                     *         ]
                     *       },
                     *       "interval": null,
                     *       "factor_set": "mingxi/2026.2",
                     *       "engine_version": "footprint/1",
                     *       "digest": "dd31bac891fc3b9f5adfc1b01e2af1bf4c55e1e013044ece95d1f2d2193180cc",
                     *       "offset": {
                     *         "claimed_kg": 77,
                     *         "open_kg": 0
                     *       },
                     *       "reductions": [
                     *         {
                     *           "activity": "electricity.grid",
                     *           "title": "少用 20 度电",
                     *           "text": "电 0.4092 公斤/度",
                     *           "saves_g": 8184
                     *         }
                     *       ],
                     *       "footprint_id": "019aa8b1-0001-7000-8000-000000000001",
                     *       "state": "withdrawn",
                     *       "recorded_at": "2026-11-22T19:54:41+08:00",
                     *       "withdrawn_at": "2026-11-22T19:54:48+08:00",
                     *       "replaces": null,
                     *       "abilities": []
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "phone": null,
                     *       "hours": null,
                     *       "address": null,
                     *       "office": "明溪县林业局",
                     *       "source": "明政办规[2022]10号",
                     *       "verified": false
                     *     }
                     */
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
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0021-7000-8000-000000000021 */
                job_id: string;
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
                    /**
                     * @example {
                     *       "job_id": "019aa8b1-0021-7000-8000-000000000021",
                     *       "kind": "personal-copy",
                     *       "state": "done",
                     *       "done": 12,
                     *       "total": 12,
                     *       "result": {
                     *         "file_id": "019aa8b1-0020-7000-8000-000000000020"
                     *       },
                     *       "problem": null,
                     *       "recorded_at": "2026-11-22T09:41:00+08:00"
                     *     }
                     */
                    "application/json": components["schemas"]["Job"];
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
            /** @description `http-404`: Not found; `job-not-found`: No such work */
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
                    /**
                     * @example {
                     *       "person_id": "019aa8b1-0010-7000-8000-000000000010",
                     *       "party_id": "019aa8b1-0011-7000-8000-000000000011",
                     *       "phone_masked": "138****0001",
                     *       "nickname": "小溪",
                     *       "elder_mode": false,
                     *       "roles": [
                     *         "citizen"
                     *       ],
                     *       "memberships": [],
                     *       "acting": null,
                     *       "second_factor": false,
                     *       "agreement": null,
                     *       "abilities": [
                     *         "update"
                     *       ]
                     *     }
                     */
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
    closeMyAccount: {
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
                /**
                 * @example {
                 *       "confirmation": "0001"
                 *     }
                 */
                "application/json": components["schemas"]["CloseAccount"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "state": "closed",
                     *       "closes_at": "2026-11-22T10:42:00+08:00"
                     *     }
                     */
                    "application/json": components["schemas"]["ClosingAsked"];
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
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first; `session-ended`: Sign-in has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `closing-asked-already`: Closing was asked for; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
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
            /** @description `closing-blocked`: Something is still open; `closing-not-confirmed`: Not confirmed */
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
                /**
                 * @example {
                 *       "nickname": "小溪",
                 *       "elder_mode": false
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "person_id": "019aa8b1-0010-7000-8000-000000000010",
                     *       "party_id": "019aa8b1-0011-7000-8000-000000000011",
                     *       "phone_masked": "138****0001",
                     *       "nickname": "小溪",
                     *       "elder_mode": false,
                     *       "roles": [
                     *         "citizen"
                     *       ],
                     *       "memberships": [],
                     *       "acting": null,
                     *       "second_factor": false,
                     *       "agreement": null,
                     *       "abilities": [
                     *         "update"
                     *       ]
                     *     }
                     */
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
    previewClosing: {
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
                    /**
                     * @example {
                     *       "may_close": false,
                     *       "wait_days": 0,
                     *       "closes_at": null,
                     *       "phone_masked": "138****0001",
                     *       "must_end_first": [
                     *         {
                     *           "kind": "offset-order",
                     *           "id": "019aa8b1-0020-7000-8000-000000000020",
                     *           "name": "OF-2026-000123",
                     *           "page": "/orders/019aa8b1-0020-7000-8000-000000000020",
                     *           "text": "订单 OF-2026-000123 还没有结束"
                     *         }
                     *       ],
                     *       "effects": [
                     *         {
                     *           "kind": "points-lapse",
                     *           "count": 230,
                     *           "text": "230 积分作废，不能恢复"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Closing"];
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
    keepMyAccount: {
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
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "may_close": true,
                     *       "wait_days": 0,
                     *       "closes_at": null,
                     *       "phone_masked": "138****0001",
                     *       "must_end_first": [],
                     *       "effects": [
                     *         {
                     *           "kind": "points-lapse",
                     *           "count": 230,
                     *           "text": "230 积分作废，不能恢复"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Closing"];
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
            /** @description `closing-not-asked`: No closing was asked for */
            404: {
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
    listConsents: {
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
                    /**
                     * @example {
                     *       "purposes": [
                     *         {
                     *           "purpose": "statistics",
                     *           "text_version": "1.0",
                     *           "title": "参加全县统计",
                     *           "text": "把你的足迹和绿色行为算进全县的合计数。只出合计，不出名字、手机号，少于二十人的组不显示。",
                     *           "without": "不同意也照样使用，只是合计里没有你这一份。",
                     *           "is_given": true,
                     *           "history": [
                     *             {
                     *               "consent_id": "019aa8b1-0070-7000-8000-000000000070",
                     *               "text_version": "1.0",
                     *               "channel": "app",
                     *               "given_at": "2026-11-22T10:30:00+08:00",
                     *               "withdrawn_at": null,
                     *               "receipt": "eyJhbGciOiJFZERTQSIsInR5cCI6InRhbmh1aS1jb25zZW50K2p3dCJ9.eyJwdXJwb3NlIjoic3RhdGlzdGljcyJ9.c2lnbmF0dXJl"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "duties": [
                     *         {
                     *           "code": "account",
                     *           "title": "登录和账户",
                     *           "text": "手机号用来登录和保护账户。没有它开不了账户，所以不是同意，是履行协议。"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Consents"];
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
    giveConsent: {
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
                /**
                 * @example {
                 *       "purpose": "statistics",
                 *       "text_version": "1.0"
                 *     }
                 */
                "application/json": components["schemas"]["GiveConsent"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "consent_id": "019aa8b1-0070-7000-8000-000000000070",
                     *       "text_version": "1.0",
                     *       "channel": "app",
                     *       "given_at": "2026-11-22T10:30:00+08:00",
                     *       "withdrawn_at": null,
                     *       "receipt": "eyJhbGciOiJFZERTQSIsInR5cCI6InRhbmh1aS1jb25zZW50K2p3dCJ9.eyJwdXJwb3NlIjoic3RhdGlzdGljcyJ9.c2lnbmF0dXJl"
                     *     }
                     */
                    "application/json": components["schemas"]["ConsentGiven"];
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
            /** @description `purpose-unknown`: No such purpose */
            404: {
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
            /** @description `consent-text-outdated`: The words have changed */
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
    withdrawConsent: {
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
                /** @example statistics */
                consent_purpose: string;
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
                    /**
                     * @example {
                     *       "purpose": "statistics",
                     *       "text_version": "1.0",
                     *       "title": "参加全县统计",
                     *       "text": "把你的足迹和绿色行为算进全县的合计数。只出合计，不出名字、手机号，少于二十人的组不显示。",
                     *       "without": "不同意也照样使用，只是合计里没有你这一份。",
                     *       "is_given": false,
                     *       "history": [
                     *         {
                     *           "consent_id": "019aa8b1-0070-7000-8000-000000000070",
                     *           "text_version": "1.0",
                     *           "channel": "app",
                     *           "given_at": "2026-11-22T10:30:00+08:00",
                     *           "withdrawn_at": "2026-11-22T10:42:00+08:00",
                     *           "receipt": "eyJhbGciOiJFZERTQSIsInR5cCI6InRhbmh1aS1jb25zZW50K2p3dCJ9.eyJwdXJwb3NlIjoic3RhdGlzdGljcyJ9.c2lnbmF0dXJl"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Purpose"];
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
            /** @description `http-404`: Not found; `purpose-unknown`: No such purpose */
            404: {
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
    listDevices: {
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "device_id": "019aa8b1-0034-7000-8000-000000000034",
                     *           "name": "小溪的手机",
                     *           "client": "browser",
                     *           "started_at": "2026-11-22T10:42:00+08:00",
                     *           "seen_at": "2026-11-22T11:02:00+08:00",
                     *           "is_this": true,
                     *           "has_second_factor": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Devices"];
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
    endOtherDevices: {
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
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "device_id": "019aa8b1-0034-7000-8000-000000000034",
                     *           "name": "小溪的手机",
                     *           "client": "browser",
                     *           "started_at": "2026-11-22T10:42:00+08:00",
                     *           "seen_at": "2026-11-22T11:02:00+08:00",
                     *           "is_this": true,
                     *           "has_second_factor": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Devices"];
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
    endDevice: {
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
                /** @example 019aa8b1-0035-7000-8000-000000000035 */
                device_id: string;
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
                    /** @example {} */
                    "application/json": components["schemas"]["Done"];
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
            /** @description `device-not-found`: No such device; `http-404`: Not found */
            404: {
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
    listDisclosures: {
        parameters: {
            query?: {
                /** @example MjAyNi0xMS0yMlQwOTo0MTowMCswODowMCAwMTlhYThiMS0wMDAxLTcwMDAtODAwMC0wMDAwMDAwMDAwMDE */
                cursor?: string | null;
                /** @example 20 */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "disclosure_id": "019aa8b1-0067-7000-8000-000000000067",
                     *           "organisation": "明溪县林业局",
                     *           "role": "service-desk",
                     *           "kinds": [
                     *             "name-masked",
                     *             "nickname",
                     *             "phone-masked",
                     *             "resident-id-tail"
                     *           ],
                     *           "kind_names": [
                     *             "姓名（打星）",
                     *             "昵称",
                     *             "手机号（打星）",
                     *             "身份证号末四位"
                     *           ],
                     *           "reason": "recovery",
                     *           "reason_name": "办理手机丢失",
                     *           "subject": null,
                     *           "recorded_at": "2026-11-22T10:42:00+08:00"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Disclosures"];
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
    listMyExports: {
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "job_id": "019aa8b1-0071-7000-8000-000000000071",
                     *           "state": "done",
                     *           "recorded_at": "2026-11-22T10:42:00+08:00",
                     *           "file": {
                     *             "file_id": "019aa8b1-0072-7000-8000-000000000072",
                     *             "name": "tanhui-2026-11-22.zip",
                     *             "size_bytes": 48213,
                     *             "sha256": "9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f",
                     *             "kept_until": "2026-11-29",
                     *             "is_kept": true
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Copies"];
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
    exportMyData: {
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
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "job_id": "019aa8b1-0071-7000-8000-000000000071"
                     *     }
                     */
                    "application/json": components["schemas"]["ExportStarted"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
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
            /** @description `too-many-exports`: Too many copies today */
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
    getGuardians: {
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
                    /**
                     * @example {
                     *       "age_group": "adult",
                     *       "guardian": null,
                     *       "wards": [
                     *         {
                     *           "guardianship_id": "019aa8b1-0060-7000-8000-000000000060",
                     *           "nickname": "小满",
                     *           "phone_masked": "138****0003",
                     *           "state": "accepted",
                     *           "recorded_at": "2026-11-22T10:42:00+08:00",
                     *           "expires_at": "2026-11-29T10:42:00+08:00",
                     *           "accepted_at": "2026-11-22T10:42:00+08:00",
                     *           "consent_version": "1.0"
                     *         }
                     *       ],
                     *       "asked": [],
                     *       "consent": {
                     *         "version": "1.0",
                     *         "title": "监护人同意书",
                     *         "text": "我是这个孩子的父母或其他监护人，已满 18 岁并完成实名。"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Guardians"];
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
    nameGuardian: {
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
                /**
                 * @example {
                 *       "phone": "13800000012"
                 *     }
                 */
                "application/json": components["schemas"]["NameGuardian"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "age_group": "minor",
                     *       "guardian": {
                     *         "guardianship_id": "019aa8b1-0060-7000-8000-000000000060",
                     *         "nickname": null,
                     *         "phone_masked": "138****0012",
                     *         "state": "asked",
                     *         "recorded_at": "2026-11-22T10:42:00+08:00",
                     *         "expires_at": "2026-11-29T10:42:00+08:00",
                     *         "accepted_at": null,
                     *         "consent_version": null
                     *       },
                     *       "wards": [],
                     *       "asked": [],
                     *       "consent": {
                     *         "version": "1.0",
                     *         "title": "监护人同意书",
                     *         "text": "我是这个孩子的父母或其他监护人，已满 18 岁并完成实名。"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Guardians"];
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
            /** @description `guardian-there`: There is a guardian; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
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
            /** @description `not-a-minor`: No guardian needed; `oneself-not`: That is you */
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
    endGuardianship: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                guardianship_id: string;
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
                    /**
                     * @example {
                     *       "age_group": "adult",
                     *       "guardian": null,
                     *       "wards": [],
                     *       "asked": [],
                     *       "consent": {
                     *         "version": "1.0",
                     *         "title": "监护人同意书",
                     *         "text": "我是这个孩子的父母或其他监护人，已满 18 岁并完成实名。"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Guardians"];
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
            /** @description `guardianship-not-found`: No such guardianship; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `guardianship-over`: Over; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
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
    acceptGuardianship: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                guardianship_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "consent_version": "1.0"
                 *     }
                 */
                "application/json": components["schemas"]["AcceptGuardianship"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "age_group": "adult",
                     *       "guardian": null,
                     *       "wards": [
                     *         {
                     *           "guardianship_id": "019aa8b1-0060-7000-8000-000000000060",
                     *           "nickname": "小满",
                     *           "phone_masked": "138****0003",
                     *           "state": "accepted",
                     *           "recorded_at": "2026-11-22T10:42:00+08:00",
                     *           "expires_at": "2026-11-29T10:42:00+08:00",
                     *           "accepted_at": "2026-11-22T10:42:00+08:00",
                     *           "consent_version": "1.0"
                     *         }
                     *       ],
                     *       "asked": [],
                     *       "consent": {
                     *         "version": "1.0",
                     *         "title": "监护人同意书",
                     *         "text": "我是这个孩子的父母或其他监护人，已满 18 岁并完成实名。"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Guardians"];
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
            /** @description `guardianship-not-found`: No such guardianship; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `guardianship-over`: Over; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
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
            /** @description `consent-version-unknown`: There is a newer text; `guardian-too-young`: A guardian is of age; `oneself-not`: That is you; `real-name-needed`: A checked name is needed */
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
    declineGuardianship: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                guardianship_id: string;
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
                    /**
                     * @example {
                     *       "age_group": "adult",
                     *       "guardian": null,
                     *       "wards": [],
                     *       "asked": [],
                     *       "consent": {
                     *         "version": "1.0",
                     *         "title": "监护人同意书",
                     *         "text": "我是这个孩子的父母或其他监护人，已满 18 岁并完成实名。"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Guardians"];
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
            /** @description `guardianship-not-found`: No such guardianship; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `guardianship-over`: Over; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
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
    getHousehold: {
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
                    /**
                     * @example {
                     *       "household": {
                     *         "household_id": "019aa8b1-0061-7000-8000-000000000061",
                     *         "name": "溪边老林家",
                     *         "members": [
                     *           {
                     *             "household_member_id": "019aa8b1-0062-7000-8000-000000000062",
                     *             "nickname": "小溪",
                     *             "is_head": true,
                     *             "is_me": true,
                     *             "joined_at": "2026-11-22T10:42:00+08:00"
                     *           },
                     *           {
                     *             "household_member_id": "019aa8b1-0063-7000-8000-000000000063",
                     *             "nickname": "阿福",
                     *             "is_head": false,
                     *             "is_me": false,
                     *             "joined_at": "2026-11-22T10:42:00+08:00"
                     *           }
                     *         ],
                     *         "invitations": [],
                     *         "abilities": [
                     *           "invite",
                     *           "remove",
                     *           "hand-over"
                     *         ]
                     *       },
                     *       "invitations": []
                     *     }
                     */
                    "application/json": components["schemas"]["MyHousehold"];
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
    createHousehold: {
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
                /**
                 * @example {
                 *       "name": "溪边老林家"
                 *     }
                 */
                "application/json": components["schemas"]["CreateHousehold"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "household": {
                     *         "household_id": "019aa8b1-0061-7000-8000-000000000061",
                     *         "name": "溪边老林家",
                     *         "members": [
                     *           {
                     *             "household_member_id": "019aa8b1-0062-7000-8000-000000000062",
                     *             "nickname": "小溪",
                     *             "is_head": true,
                     *             "is_me": true,
                     *             "joined_at": "2026-11-22T10:42:00+08:00"
                     *           }
                     *         ],
                     *         "invitations": [],
                     *         "abilities": [
                     *           "leave",
                     *           "invite",
                     *           "remove",
                     *           "hand-over"
                     *         ]
                     *       },
                     *       "invitations": []
                     *     }
                     */
                    "application/json": components["schemas"]["MyHousehold"];
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
            /** @description `household-there`: In a household already; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
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
    leaveHousehold: {
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
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "household": null,
                     *       "invitations": []
                     *     }
                     */
                    "application/json": components["schemas"]["MyHousehold"];
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
            /** @description `household-not-found`: No household */
            404: {
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
            /** @description `head-stays`: The head stays */
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
    acceptHouseholdInvitation: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                household_invitation_id: string;
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
                    /**
                     * @example {
                     *       "household": {
                     *         "household_id": "019aa8b1-0061-7000-8000-000000000061",
                     *         "name": "溪边老林家",
                     *         "members": [
                     *           {
                     *             "household_member_id": "019aa8b1-0062-7000-8000-000000000062",
                     *             "nickname": "小溪",
                     *             "is_head": true,
                     *             "is_me": false,
                     *             "joined_at": "2026-11-22T10:42:00+08:00"
                     *           },
                     *           {
                     *             "household_member_id": "019aa8b1-0063-7000-8000-000000000063",
                     *             "nickname": "阿福",
                     *             "is_head": false,
                     *             "is_me": true,
                     *             "joined_at": "2026-11-22T10:42:00+08:00"
                     *           }
                     *         ],
                     *         "invitations": [],
                     *         "abilities": [
                     *           "leave"
                     *         ]
                     *       },
                     *       "invitations": []
                     *     }
                     */
                    "application/json": components["schemas"]["MyHousehold"];
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
            /** @description `household-invitation-not-found`: No such invitation; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `household-there`: In a household already; `idempotency-key-reused`: Idempotency-Key already used; `invitation-answered`: This invitation has been used; `request-in-progress`: Still in progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `household-full`: The household is full */
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
    declineHouseholdInvitation: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                household_invitation_id: string;
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
                    /**
                     * @example {
                     *       "household": null,
                     *       "invitations": []
                     *     }
                     */
                    "application/json": components["schemas"]["MyHousehold"];
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
            /** @description `household-invitation-not-found`: No such invitation; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `invitation-answered`: This invitation has been used; `request-in-progress`: Still in progress */
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
    handHouseholdOver: {
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
                /**
                 * @example {
                 *       "household_member_id": "019aa8b1-0063-7000-8000-000000000063"
                 *     }
                 */
                "application/json": components["schemas"]["HandHouseholdOver"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "household": {
                     *         "household_id": "019aa8b1-0061-7000-8000-000000000061",
                     *         "name": "溪边老林家",
                     *         "members": [
                     *           {
                     *             "household_member_id": "019aa8b1-0063-7000-8000-000000000063",
                     *             "nickname": "阿福",
                     *             "is_head": true,
                     *             "is_me": false,
                     *             "joined_at": "2026-11-22T10:42:00+08:00"
                     *           },
                     *           {
                     *             "household_member_id": "019aa8b1-0062-7000-8000-000000000062",
                     *             "nickname": "小溪",
                     *             "is_head": false,
                     *             "is_me": true,
                     *             "joined_at": "2026-11-22T10:42:00+08:00"
                     *           }
                     *         ],
                     *         "invitations": [],
                     *         "abilities": [
                     *           "leave"
                     *         ]
                     *       },
                     *       "invitations": []
                     *     }
                     */
                    "application/json": components["schemas"]["MyHousehold"];
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
            /** @description `forbidden`: Not allowed; `not-the-head`: For the head alone */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `household-member-not-found`: Not a member; `household-not-found`: No household */
            404: {
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
    inviteToHousehold: {
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
                /**
                 * @example {
                 *       "phone": "13800000012"
                 *     }
                 */
                "application/json": components["schemas"]["InviteToHousehold"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "household": {
                     *         "household_id": "019aa8b1-0061-7000-8000-000000000061",
                     *         "name": "溪边老林家",
                     *         "members": [
                     *           {
                     *             "household_member_id": "019aa8b1-0062-7000-8000-000000000062",
                     *             "nickname": "小溪",
                     *             "is_head": true,
                     *             "is_me": true,
                     *             "joined_at": "2026-11-22T10:42:00+08:00"
                     *           }
                     *         ],
                     *         "invitations": [
                     *           {
                     *             "household_invitation_id": "019aa8b1-0064-7000-8000-000000000064",
                     *             "household": "溪边老林家",
                     *             "invited_by": "小溪",
                     *             "phone_masked": "138****0012",
                     *             "recorded_at": "2026-11-22T10:42:00+08:00",
                     *             "expires_at": "2026-11-29T10:42:00+08:00",
                     *             "answer": null
                     *           }
                     *         ],
                     *         "abilities": [
                     *           "leave",
                     *           "invite",
                     *           "remove",
                     *           "hand-over"
                     *         ]
                     *       },
                     *       "invitations": []
                     *     }
                     */
                    "application/json": components["schemas"]["MyHousehold"];
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
            /** @description `forbidden`: Not allowed; `not-the-head`: For the head alone */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `household-not-found`: No household */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `invited-already`: Invited already; `request-in-progress`: Still in progress */
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
            /** @description `household-full`: The household is full; `oneself-not`: That is you */
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
    revokeHouseholdInvitation: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                household_invitation_id: string;
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
                    /**
                     * @example {
                     *       "household": {
                     *         "household_id": "019aa8b1-0061-7000-8000-000000000061",
                     *         "name": "溪边老林家",
                     *         "members": [
                     *           {
                     *             "household_member_id": "019aa8b1-0062-7000-8000-000000000062",
                     *             "nickname": "小溪",
                     *             "is_head": true,
                     *             "is_me": true,
                     *             "joined_at": "2026-11-22T10:42:00+08:00"
                     *           }
                     *         ],
                     *         "invitations": [],
                     *         "abilities": [
                     *           "leave",
                     *           "invite",
                     *           "remove",
                     *           "hand-over"
                     *         ]
                     *       },
                     *       "invitations": []
                     *     }
                     */
                    "application/json": components["schemas"]["MyHousehold"];
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
            /** @description `forbidden`: Not allowed; `not-the-head`: For the head alone */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `household-invitation-not-found`: No such invitation; `household-not-found`: No household; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `invitation-answered`: This invitation has been used; `request-in-progress`: Still in progress */
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
    removeFromHousehold: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                household_member_id: string;
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
                    /**
                     * @example {
                     *       "household": {
                     *         "household_id": "019aa8b1-0061-7000-8000-000000000061",
                     *         "name": "溪边老林家",
                     *         "members": [
                     *           {
                     *             "household_member_id": "019aa8b1-0062-7000-8000-000000000062",
                     *             "nickname": "小溪",
                     *             "is_head": true,
                     *             "is_me": true,
                     *             "joined_at": "2026-11-22T10:42:00+08:00"
                     *           }
                     *         ],
                     *         "invitations": [],
                     *         "abilities": [
                     *           "leave",
                     *           "invite",
                     *           "remove",
                     *           "hand-over"
                     *         ]
                     *       },
                     *       "invitations": []
                     *     }
                     */
                    "application/json": components["schemas"]["MyHousehold"];
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
            /** @description `forbidden`: Not allowed; `not-the-head`: For the head alone */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `household-member-not-found`: Not a member; `household-not-found`: No household; `http-404`: Not found */
            404: {
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
            /** @description `head-stays`: The head stays */
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
    listMyInvitations: {
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "invitation_id": "019aa8b1-0032-7000-8000-000000000032",
                     *           "organisation_id": "019aa8b1-0031-7000-8000-000000000031",
                     *           "organisation": "客家擂茶铺",
                     *           "kind": "merchant",
                     *           "role": "merchant-clerk",
                     *           "phone_masked": "138****0012",
                     *           "recorded_at": "2026-11-22T10:42:00+08:00",
                     *           "expires_at": "2026-11-29T10:42:00+08:00",
                     *           "answer": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Invitations"];
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
    acceptInvitation: {
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
                /** @example 019aa8b1-0032-7000-8000-000000000032 */
                invitation_id: string;
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
                    /**
                     * @example {
                     *       "membership_id": "019aa8b1-0030-7000-8000-000000000030",
                     *       "party_id": "019aa8b1-0031-7000-8000-000000000031",
                     *       "name": "客家擂茶铺",
                     *       "kind": "merchant",
                     *       "role": "merchant-clerk",
                     *       "place": "雪峰镇"
                     *     }
                     */
                    "application/json": components["schemas"]["Member"];
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
            /** @description `http-404`: Not found; `invitation-not-found`: No such invitation */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `invitation-answered`: This invitation has been used; `request-in-progress`: Still in progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `organisation-closed`: This organisation is closed; `roles-apart`: One person may not hold both positions */
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
    declineInvitation: {
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
                /** @example 019aa8b1-0032-7000-8000-000000000032 */
                invitation_id: string;
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
                    /** @example {} */
                    "application/json": components["schemas"]["Done"];
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
            /** @description `http-404`: Not found; `invitation-not-found`: No such invitation */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `invitation-answered`: This invitation has been used; `request-in-progress`: Still in progress */
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
    leave: {
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
                /** @example 019aa8b1-0030-7000-8000-000000000030 */
                membership_id: string;
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
                    /** @example {} */
                    "application/json": components["schemas"]["Done"];
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
            /** @description `http-404`: Not found; `membership-not-found`: No such position */
            404: {
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
            /** @description `last-manager`: One manager must stay */
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
    getNoticeSettings: {
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
                    /**
                     * @example {
                     *       "language": "zh-CN",
                     *       "sms": [
                     *         {
                     *           "kind": "security",
                     *           "on": true,
                     *           "may_change": false
                     *         },
                     *         {
                     *           "kind": "money",
                     *           "on": true,
                     *           "may_change": true
                     *         },
                     *         {
                     *           "kind": "complaints",
                     *           "on": true,
                     *           "may_change": true
                     *         }
                     *       ],
                     *       "quiet_from": "22:00",
                     *       "quiet_until": "08:00"
                     *     }
                     */
                    "application/json": components["schemas"]["NoticeSettings"];
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
    updateNoticeSettings: {
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
                /**
                 * @example {
                 *       "language": "zh-CN",
                 *       "sms": {
                 *         "money": false
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["UpdateNoticeSettings"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "language": "zh-CN",
                     *       "sms": [
                     *         {
                     *           "kind": "security",
                     *           "on": true,
                     *           "may_change": false
                     *         },
                     *         {
                     *           "kind": "money",
                     *           "on": false,
                     *           "may_change": true
                     *         },
                     *         {
                     *           "kind": "complaints",
                     *           "on": true,
                     *           "may_change": true
                     *         }
                     *       ],
                     *       "quiet_from": "22:00",
                     *       "quiet_until": "08:00"
                     *     }
                     */
                    "application/json": components["schemas"]["NoticeSettings"];
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
            /** @description `security-notices-stay-on`: This one stays on */
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
    listNotices: {
        parameters: {
            query?: {
                /** @example MjAyNi0xMS0yMlQxMDo0MjowMCswODowMCAwMTlhYThiMS0wMDAxLTcwMDAtODAwMC0wMDAwMDAwMDAwNzE */
                cursor?: string | null;
                /** @example 20 */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "notice_id": "019aa8b1-0001-7000-8000-000000000071",
                     *           "kind": "offsets",
                     *           "template": "offset-retired",
                     *           "title": "抵消好了，凭证可以看",
                     *           "text": "230 公斤碳票已经注销，凭证编号 MX-2026-000001-7。",
                     *           "link": "/c/MX-2026-000001-7",
                     *           "recorded_at": "2026-11-22T10:42:00+08:00",
                     *           "read_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "unread_count": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Notices"];
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
    readNotice: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                notice_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["ReadNotice"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "notice_id": "019aa8b1-0001-7000-8000-000000000071",
                     *       "kind": "offsets",
                     *       "template": "offset-retired",
                     *       "title": "抵消好了，凭证可以看",
                     *       "text": "230 公斤碳票已经注销，凭证编号 MX-2026-000001-7。",
                     *       "link": "/c/MX-2026-000001-7",
                     *       "recorded_at": "2026-11-22T10:42:00+08:00",
                     *       "read_at": "2026-11-22T10:45:10+08:00"
                     *     }
                     */
                    "application/json": components["schemas"]["Notice"];
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
            /** @description `http-404`: Not found; `notice-not-found`: No such notice */
            404: {
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
    readAllNotices: {
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
                /**
                 * @example {
                 *       "until": "2026-11-22T10:42:00+08:00"
                 *     }
                 */
                "application/json": components["schemas"]["ReadAllNotices"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "read_count": 3,
                     *       "unread_count": 0
                     *     }
                     */
                    "application/json": components["schemas"]["NoticesRead"];
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
    listPhoneChanges: {
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "phone_change_id": "019aa8b1-0065-7000-8000-000000000065",
                     *           "phone_masked": "138****0012",
                     *           "state": "waiting",
                     *           "by_office": false,
                     *           "recorded_at": "2026-11-22T10:42:00+08:00",
                     *           "due_at": "2026-11-23T10:42:00+08:00",
                     *           "ended_at": null,
                     *           "abilities": [
                     *             "cancel"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PhoneChanges"];
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
    requestPhoneChange: {
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
                /**
                 * @example {
                 *       "challenge_id": "019aa8b1-0015-7000-8000-000000000015",
                 *       "code": "490712"
                 *     }
                 */
                "application/json": components["schemas"]["RequestPhoneChange"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "phone_change_id": "019aa8b1-0065-7000-8000-000000000065",
                     *       "phone_masked": "138****0012",
                     *       "state": "waiting",
                     *       "by_office": false,
                     *       "recorded_at": "2026-11-22T10:42:00+08:00",
                     *       "due_at": "2026-11-23T10:42:00+08:00",
                     *       "ended_at": null,
                     *       "abilities": [
                     *         "cancel"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PhoneChange"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `phone-change-waiting`: A change is on its way; `request-in-progress`: Still in progress */
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
            /** @description `phone-unchanged`: The same number; `sms-challenge-dead`: This code is dead; `sms-code-wrong`: Wrong code */
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
    cancelPhoneChange: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                phone_change_id: string;
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
                    /**
                     * @example {
                     *       "phone_change_id": "019aa8b1-0065-7000-8000-000000000065",
                     *       "phone_masked": "138****0012",
                     *       "state": "cancelled",
                     *       "by_office": false,
                     *       "recorded_at": "2026-11-22T10:42:00+08:00",
                     *       "due_at": "2026-11-23T10:42:00+08:00",
                     *       "ended_at": "2026-11-22T10:42:00+08:00",
                     *       "abilities": []
                     *     }
                     */
                    "application/json": components["schemas"]["PhoneChange"];
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
            /** @description `http-404`: Not found; `phone-change-not-found`: No such change */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `phone-change-over`: Over; `request-in-progress`: Still in progress */
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
    getRealName: {
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
                    /**
                     * @example {
                     *       "state": "checked",
                     *       "name_masked": "林*溪",
                     *       "number_tail": "0014",
                     *       "checked_at": "2026-11-22T10:42:00+08:00",
                     *       "age_group": "adult",
                     *       "tries_left": 2
                     *     }
                     */
                    "application/json": components["schemas"]["RealName"];
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
    verifyRealName: {
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
                /**
                 * @example {
                 *       "name": "林小溪",
                 *       "resident_id": "440524188001010014"
                 *     }
                 */
                "application/json": components["schemas"]["VerifyRealName"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "state": "checked",
                     *       "name_masked": "林*溪",
                     *       "number_tail": "0014",
                     *       "checked_at": "2026-11-22T10:42:00+08:00",
                     *       "age_group": "adult",
                     *       "tries_left": 2
                     *     }
                     */
                    "application/json": components["schemas"]["RealName"];
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
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `real-name-checked-already`: Name checked already; `real-name-taken`: Checked in another account; `request-in-progress`: Still in progress */
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
            /** @description `real-name-no-match`: Name and number do not match */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `real-name-tries-used-up`: No more tries today */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: Busy; `database-unavailable`: Recovering; `real-name-check-unavailable`: The register does not answer */
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
                /** @example MjAyNi0xMS0yMlQwOTo0MTowMCswODowMCAwMTlhYThiMS0wMDAxLTcwMDAtODAwMC0wMDAwMDAwMDAwMDE */
                cursor?: string | null;
                /** @example 20 */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "redemption_id": "019aa8b1-000f-7000-8000-00000000000f",
                     *           "state": "done",
                     *           "points": 60,
                     *           "title": "擂茶一碗",
                     *           "reward": {
                     *             "reward_id": "019aa8b1-000d-7000-8000-00000000000d",
                     *             "title": "擂茶一碗"
                     *           },
                     *           "merchant": {
                     *             "party_id": "019aa8b1-000e-7000-8000-00000000000e",
                     *             "name": "客家擂茶铺",
                     *             "place": "雪峰镇"
                     *           },
                     *           "redeemed_at": "2026-11-22T19:54:44+08:00",
                     *           "reversed_at": null,
                     *           "entry_id": "019aa8b1-0012-7000-8000-000000000012"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "items": []
                     *     }
                     */
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
    issueClientToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "grant_type": "client_credentials",
                 *       "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                 *       "client_assertion": "eyJhbGciOiJFZERTQSIsImtpZCI6InRpbGwtMjAyNi0xMSJ9.eyJpc3MiOiJjbGllbnQtN2YyYTljMGQ0ZTViNmE3MXg4eXoifQ.c2lnbmF0dXJl",
                 *       "client_id": "client-7f2a9c0d4e5b6a71x8yz",
                 *       "scope": "redemptions:read"
                 *     }
                 */
                "application/x-www-form-urlencoded": components["schemas"]["AskForToken"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access_token": "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFZERTQSJ9.eyJyb2xlIjoiY2xpZW50In0.c2lnbmF0dXJl",
                     *       "token_type": "Bearer",
                     *       "expires_in": 600,
                     *       "scope": "redemptions:read"
                     *     }
                     */
                    "application/json": components["schemas"]["TokenIssued"];
                };
            };
            /** @description `client-scope-refused`: A scope that it does not have; `invalid-request`: Invalid request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `client-assertion-seen`: The assertion was used before; `client-unproved`: The client was not proved */
            401: {
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "offer_id": "019aa8b1-0003-7000-8000-000000000003",
                     *           "batch": {
                     *             "number": "0000001",
                     *             "issued_kg": 100000,
                     *             "issued_on": "2021-05-18"
                     *           },
                     *           "project": {
                     *             "name": "常口村生态公益林",
                     *             "place": "三明将乐县",
                     *             "kind": "public-welfare-forest",
                     *             "area_mu": 3197
                     *           },
                     *           "vintage": {
                     *             "from": 2016,
                     *             "to": 2020
                     *           },
                     *           "price_fen_per_t": 10000,
                     *           "available_kg": 99913,
                     *           "seller": "金森碳汇",
                     *           "demo": false
                     *         }
                     *       ]
                     *     }
                     */
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
    listOfficeAnnouncements: {
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "announcement_id": "019aa8b1-0033-7000-8000-000000000033",
                     *           "text": "12月1日 22:00 起系统维护半小时，付款码照常能用。",
                     *           "is_urgent": false,
                     *           "starts_at": "2026-11-30T08:00:00+08:00",
                     *           "ends_at": "2026-12-01T23:00:00+08:00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Announcements"];
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
    announce: {
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
                /**
                 * @example {
                 *       "text_zh": "12月1日 22:00 起系统维护半小时，付款码照常能用。",
                 *       "text_en": "Maintenance on 1 December, 22:00, half an hour.",
                 *       "starts_at": "2026-11-30T08:00:00+08:00",
                 *       "ends_at": "2026-12-01T23:00:00+08:00",
                 *       "is_urgent": false
                 *     }
                 */
                "application/json": components["schemas"]["Announce"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": components["schemas"]["Done"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
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
    takeDownAnnouncement: {
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
                /** @example 019aa8b1-0033-7000-8000-000000000033 */
                announcement_id: string;
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
                    /** @example {} */
                    "application/json": components["schemas"]["Done"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `announcement-not-found`: No such announcement; `http-404`: Not found */
            404: {
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
    listComplaintWork: {
        parameters: {
            query?: {
                /** @example MjAyNi0xMS0yMlQwOTo0MTowMCswODowMCAwMTlhYThiMS0wMDAxLTcwMDAtODAwMC0wMDAwMDAwMDAwMDE */
                cursor?: string | null;
                /**
                 * @description soon: within two working days
                 * @example soon
                 */
                due?: "overdue" | "soon" | null;
                /** @example 20 */
                limit?: number;
                /** @example received */
                state?: "received" | "assigned" | "answered" | "appealed" | "answered-finally" | "closed" | "withdrawn" | null;
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "complaint": {
                     *             "complaint_id": "019aa8b1-0001-7000-8000-000000000081",
                     *             "number": "TS-2026-000042-9",
                     *             "kind": "objection",
                     *             "about": {
                     *               "kind": "redemption",
                     *               "id": "019aa8b1-0001-7000-8000-000000000001"
                     *             },
                     *             "state": "received",
                     *             "summary": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *             "received_at": "2026-11-22T10:42:00+08:00",
                     *             "answer_due_on": "2026-12-11",
                     *             "due_on": "2026-11-24",
                     *             "is_overdue": false,
                     *             "abilities": [
                     *               "assign"
                     *             ]
                     *           },
                     *           "is_mine": false,
                     *           "has_officer": false
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ComplaintWorkList"];
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
    getComplaintWork: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                complaint_id: string;
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
                    /**
                     * @example {
                     *       "case": {
                     *         "complaint": {
                     *           "complaint_id": "019aa8b1-0001-7000-8000-000000000081",
                     *           "number": "TS-2026-000042-9",
                     *           "kind": "objection",
                     *           "about": {
                     *             "kind": "redemption",
                     *             "id": "019aa8b1-0001-7000-8000-000000000001"
                     *           },
                     *           "state": "received",
                     *           "summary": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *           "received_at": "2026-11-22T10:42:00+08:00",
                     *           "answer_due_on": "2026-12-11",
                     *           "due_on": "2026-11-24",
                     *           "is_overdue": false,
                     *           "abilities": [
                     *             "assign"
                     *           ]
                     *         },
                     *         "text": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *         "holidays_known": true,
                     *         "assigned_at": null,
                     *         "appeal_until": null,
                     *         "appealed_at": null,
                     *         "appeal_assigned_at": null,
                     *         "closed_at": null,
                     *         "withdrawn_at": null,
                     *         "answers": [],
                     *         "messages": []
                     *       },
                     *       "complainant": {
                     *         "name": "小溪",
                     *         "phone_masked": "138****0001"
                     *       },
                     *       "is_mine": false,
                     *       "has_officer": false
                     *     }
                     */
                    "application/json": components["schemas"]["ComplaintOfficeCase"];
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
            /** @description `complaint-not-found`: No such complaint; `http-404`: Not found */
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
    answerComplaint: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "outcome": "rejected",
                 *       "text": "店里的记录是 10:40 扫的码，金额和码都对得上。"
                 *     }
                 */
                "application/json": components["schemas"]["AnswerComplaint"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "case": {
                     *         "complaint": {
                     *           "complaint_id": "019aa8b1-0001-7000-8000-000000000081",
                     *           "number": "TS-2026-000042-9",
                     *           "kind": "objection",
                     *           "about": {
                     *             "kind": "redemption",
                     *             "id": "019aa8b1-0001-7000-8000-000000000001"
                     *           },
                     *           "state": "answered",
                     *           "summary": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *           "received_at": "2026-11-22T10:42:00+08:00",
                     *           "answer_due_on": "2026-12-11",
                     *           "due_on": null,
                     *           "is_overdue": false,
                     *           "abilities": []
                     *         },
                     *         "text": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *         "holidays_known": true,
                     *         "assigned_at": "2026-11-23T08:30:00+08:00",
                     *         "appeal_until": "2026-12-23",
                     *         "appealed_at": null,
                     *         "appeal_assigned_at": null,
                     *         "closed_at": null,
                     *         "withdrawn_at": null,
                     *         "answers": [
                     *           {
                     *             "round": 1,
                     *             "outcome": "rejected",
                     *             "text": "店里的记录是 10:40 扫的码，金额和码都对得上。",
                     *             "recorded_at": "2026-12-02T15:00:00+08:00"
                     *           }
                     *         ],
                     *         "messages": [
                     *           {
                     *             "kind": "message",
                     *             "by_office": false,
                     *             "text": "那天我在家，手机也在家。",
                     *             "recorded_at": "2026-11-23T09:10:00+08:00"
                     *           }
                     *         ]
                     *       },
                     *       "complainant": {
                     *         "name": "小溪",
                     *         "phone_masked": "138****0001"
                     *       },
                     *       "is_mine": true,
                     *       "has_officer": true
                     *     }
                     */
                    "application/json": components["schemas"]["ComplaintOfficeCase"];
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
            /** @description `complaint-own`: You brought this yourself; `complaint-same-officer`: You answered this before; `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `complaint-not-found`: No such complaint; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `complaint-moved-on`: It has moved on; `complaint-with-another`: A colleague has it; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
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
    assignComplaint: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["ComplaintStep"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "case": {
                     *         "complaint": {
                     *           "complaint_id": "019aa8b1-0001-7000-8000-000000000081",
                     *           "number": "TS-2026-000042-9",
                     *           "kind": "objection",
                     *           "about": {
                     *             "kind": "redemption",
                     *             "id": "019aa8b1-0001-7000-8000-000000000001"
                     *           },
                     *           "state": "assigned",
                     *           "summary": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *           "received_at": "2026-11-22T10:42:00+08:00",
                     *           "answer_due_on": "2026-12-11",
                     *           "due_on": "2026-12-11",
                     *           "is_overdue": false,
                     *           "abilities": [
                     *             "ask",
                     *             "answer"
                     *           ]
                     *         },
                     *         "text": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *         "holidays_known": true,
                     *         "assigned_at": "2026-11-23T08:30:00+08:00",
                     *         "appeal_until": null,
                     *         "appealed_at": null,
                     *         "appeal_assigned_at": null,
                     *         "closed_at": null,
                     *         "withdrawn_at": null,
                     *         "answers": [],
                     *         "messages": []
                     *       },
                     *       "complainant": {
                     *         "name": "小溪",
                     *         "phone_masked": "138****0001"
                     *       },
                     *       "is_mine": true,
                     *       "has_officer": true
                     *     }
                     */
                    "application/json": components["schemas"]["ComplaintOfficeCase"];
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
            /** @description `complaint-own`: You brought this yourself; `complaint-same-officer`: You answered this before; `forbidden`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `complaint-not-found`: No such complaint; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `complaint-moved-on`: It has moved on; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
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
    closeComplaint: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["ComplaintStep"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "case": {
                     *         "complaint": {
                     *           "complaint_id": "019aa8b1-0001-7000-8000-000000000081",
                     *           "number": "TS-2026-000042-9",
                     *           "kind": "objection",
                     *           "about": {
                     *             "kind": "redemption",
                     *             "id": "019aa8b1-0001-7000-8000-000000000001"
                     *           },
                     *           "state": "closed",
                     *           "summary": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *           "received_at": "2026-11-22T10:42:00+08:00",
                     *           "answer_due_on": "2026-12-11",
                     *           "due_on": null,
                     *           "is_overdue": false,
                     *           "abilities": []
                     *         },
                     *         "text": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *         "holidays_known": true,
                     *         "assigned_at": "2026-11-23T08:30:00+08:00",
                     *         "appeal_until": "2026-12-23",
                     *         "appealed_at": null,
                     *         "appeal_assigned_at": null,
                     *         "closed_at": "2026-12-24T09:00:00+08:00",
                     *         "withdrawn_at": null,
                     *         "answers": [
                     *           {
                     *             "round": 1,
                     *             "outcome": "rejected",
                     *             "text": "店里的记录是 10:40 扫的码，金额和码都对得上。",
                     *             "recorded_at": "2026-12-02T15:00:00+08:00"
                     *           }
                     *         ],
                     *         "messages": [
                     *           {
                     *             "kind": "message",
                     *             "by_office": false,
                     *             "text": "那天我在家，手机也在家。",
                     *             "recorded_at": "2026-11-23T09:10:00+08:00"
                     *           }
                     *         ]
                     *       },
                     *       "complainant": {
                     *         "name": "小溪",
                     *         "phone_masked": "138****0001"
                     *       },
                     *       "is_mine": true,
                     *       "has_officer": true
                     *     }
                     */
                    "application/json": components["schemas"]["ComplaintOfficeCase"];
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
            /** @description `complaint-not-found`: No such complaint; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `complaint-moved-on`: It has moved on; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
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
            /** @description `complaint-appeal-open`: Too early to close */
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
    askBack: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "那天手机在谁手里？"
                 *     }
                 */
                "application/json": components["schemas"]["ComplaintWords"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "case": {
                     *         "complaint": {
                     *           "complaint_id": "019aa8b1-0001-7000-8000-000000000081",
                     *           "number": "TS-2026-000042-9",
                     *           "kind": "objection",
                     *           "about": {
                     *             "kind": "redemption",
                     *             "id": "019aa8b1-0001-7000-8000-000000000001"
                     *           },
                     *           "state": "assigned",
                     *           "summary": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *           "received_at": "2026-11-22T10:42:00+08:00",
                     *           "answer_due_on": "2026-12-11",
                     *           "due_on": "2026-12-11",
                     *           "is_overdue": false,
                     *           "abilities": [
                     *             "ask",
                     *             "answer"
                     *           ]
                     *         },
                     *         "text": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。",
                     *         "holidays_known": true,
                     *         "assigned_at": "2026-11-23T08:30:00+08:00",
                     *         "appeal_until": null,
                     *         "appealed_at": null,
                     *         "appeal_assigned_at": null,
                     *         "closed_at": null,
                     *         "withdrawn_at": null,
                     *         "answers": [],
                     *         "messages": [
                     *           {
                     *             "kind": "question",
                     *             "by_office": true,
                     *             "text": "那天手机在谁手里？",
                     *             "recorded_at": "2026-11-24T09:00:00+08:00"
                     *           }
                     *         ]
                     *       },
                     *       "complainant": {
                     *         "name": "小溪",
                     *         "phone_masked": "138****0001"
                     *       },
                     *       "is_mine": true,
                     *       "has_officer": true
                     *     }
                     */
                    "application/json": components["schemas"]["ComplaintOfficeCase"];
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
            /** @description `complaint-not-found`: No such complaint; `http-404`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `complaint-moved-on`: It has moved on; `complaint-with-another`: A colleague has it; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
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
    getGrants: {
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
                    /**
                     * @example {
                     *       "roles": [
                     *         {
                     *           "role": "citizen",
                     *           "needs_second_factor": false
                     *         }
                     *       ],
                     *       "permissions": [
                     *         {
                     *           "permission": "organisation:keep",
                     *           "name": "登记、停用单位",
                     *           "is_privileged": true,
                     *           "roles": [
                     *             "system-administrator"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Grants"];
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
    getOfficeHome: {
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
                    /**
                     * @example {
                     *       "role": "service-desk",
                     *       "waiting": [
                     *         {
                     *           "kind": "complaints",
                     *           "count": 3,
                     *           "due": 1,
                     *           "page": "/office/complaints"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OfficeHome"];
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
    listOrganisations: {
        parameters: {
            query?: {
                /** @example MjAyNi0xMS0yMlQwOTo0MTowMCswODowMCAwMTlhYThiMS0wMDAxLTcwMDAtODAwMC0wMDAwMDAwMDAwMDE */
                cursor?: string | null;
                /** @example merchant */
                kind?: "merchant" | "firm" | "village-collective" | "reserve" | "bank" | "bureau" | "township" | "court" | "event-organiser" | "verifier" | null;
                /** @example 20 */
                limit?: number;
                /** @example 茶 */
                text?: string | null;
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "organisation_id": "019aa8b1-0031-7000-8000-000000000031",
                     *           "code": "leicha-shop",
                     *           "kind": "merchant",
                     *           "name_zh": "客家擂茶铺",
                     *           "name_en": "Hakka Leicha Shop",
                     *           "place_zh": "雪峰镇",
                     *           "place_en": "Xuefeng Town",
                     *           "unified_code": null,
                     *           "state": "active",
                     *           "recorded_at": "2026-11-22T10:42:00+08:00",
                     *           "roles": [
                     *             "organisation-manager",
                     *             "merchant-clerk"
                     *           ],
                     *           "members": 2,
                     *           "abilities": [
                     *             "choose-members"
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Organisations"];
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
    registerOrganisation: {
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
                /**
                 * @example {
                 *       "kind": "firm",
                 *       "name_zh": "明溪县清新茶业有限公司",
                 *       "name_en": "Mingxi Qingxin Tea",
                 *       "place_zh": "雪峰镇",
                 *       "place_en": "Xuefeng Town",
                 *       "unified_code": "91350421MA20000011"
                 *     }
                 */
                "application/json": components["schemas"]["RegisterOrganisation"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "organisation_id": "019aa8b1-0031-7000-8000-000000000031",
                     *       "code": "firm-20261122",
                     *       "kind": "firm",
                     *       "name_zh": "明溪县清新茶业有限公司",
                     *       "name_en": "Mingxi Qingxin Tea",
                     *       "place_zh": "雪峰镇",
                     *       "place_en": "Xuefeng Town",
                     *       "unified_code": "91350421MA20000011",
                     *       "state": "active",
                     *       "recorded_at": "2026-11-22T10:42:00+08:00",
                     *       "roles": [
                     *         "organisation-manager",
                     *         "firm-clerk"
                     *       ],
                     *       "members": 0,
                     *       "abilities": [
                     *         "choose-members",
                     *         "rename",
                     *         "close"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Organisation"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress; `unified-code-taken`: Another organisation has this code */
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
    renameOrganisation: {
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
                /** @example 019aa8b1-0031-7000-8000-000000000031 */
                organisation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name_zh": "明溪县清新茶业有限公司",
                 *       "name_en": "Mingxi Qingxin Tea",
                 *       "place_zh": "雪峰镇",
                 *       "place_en": "Xuefeng Town"
                 *     }
                 */
                "application/json": components["schemas"]["RenameOrganisation"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "organisation_id": "019aa8b1-0031-7000-8000-000000000031",
                     *       "code": "leicha-shop",
                     *       "kind": "merchant",
                     *       "name_zh": "明溪县清新茶业有限公司",
                     *       "name_en": "Mingxi Qingxin Tea",
                     *       "place_zh": "雪峰镇",
                     *       "place_en": "Xuefeng Town",
                     *       "unified_code": null,
                     *       "state": "active",
                     *       "recorded_at": "2026-11-22T10:42:00+08:00",
                     *       "roles": [
                     *         "organisation-manager",
                     *         "merchant-clerk"
                     *       ],
                     *       "members": 2,
                     *       "abilities": [
                     *         "choose-members"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Organisation"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `organisation-not-found`: No such organisation */
            404: {
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
            /** @description `organisation-closed`: This organisation is closed */
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
    closeOrganisation: {
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
                /** @example 019aa8b1-0031-7000-8000-000000000031 */
                organisation_id: string;
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
                    /**
                     * @example {
                     *       "organisation_id": "019aa8b1-0031-7000-8000-000000000031",
                     *       "code": "leicha-shop",
                     *       "kind": "merchant",
                     *       "name_zh": "客家擂茶铺",
                     *       "name_en": "Hakka Leicha Shop",
                     *       "place_zh": "雪峰镇",
                     *       "place_en": "Xuefeng Town",
                     *       "unified_code": null,
                     *       "state": "closed",
                     *       "recorded_at": "2026-11-22T10:42:00+08:00",
                     *       "roles": [
                     *         "organisation-manager",
                     *         "merchant-clerk"
                     *       ],
                     *       "members": 0,
                     *       "abilities": []
                     *     }
                     */
                    "application/json": components["schemas"]["Organisation"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `organisation-not-found`: No such organisation */
            404: {
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
            /** @description `organisation-closed`: This organisation is closed */
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
    listRecoveries: {
        parameters: {
            query?: {
                /** @example MjAyNi0xMS0yMlQwOTo0MTowMCswODowMCAwMTlhYThiMS0wMDAxLTcwMDAtODAwMC0wMDAwMDAwMDAwMDE */
                cursor?: string | null;
                /** @example 20 */
                limit?: number;
                /** @example open */
                state?: "open" | "approved" | "refused" | null;
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "recovery_id": "019aa8b1-0066-7000-8000-000000000066",
                     *           "state": "open",
                     *           "found_by": "resident-id",
                     *           "recorded_at": "2026-11-22T10:42:00+08:00",
                     *           "decided_at": null,
                     *           "is_mine": false,
                     *           "abilities": [
                     *             "approve",
                     *             "refuse"
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Recoveries"];
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
    openRecovery: {
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
                /**
                 * @example {
                 *       "resident_id": "440524188001010014",
                 *       "new_phone": "13800000012",
                 *       "reason": "手机掉进渔塘溪，本人持身份证到窗口办理"
                 *     }
                 */
                "application/json": components["schemas"]["OpenRecovery"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recovery_id": "019aa8b1-0066-7000-8000-000000000066",
                     *       "state": "open",
                     *       "found_by": "resident-id",
                     *       "recorded_at": "2026-11-22T10:42:00+08:00",
                     *       "decided_at": null,
                     *       "is_mine": true,
                     *       "abilities": [],
                     *       "nickname": "小溪",
                     *       "phone_masked": "138****0001",
                     *       "new_phone_masked": "138****0012",
                     *       "name_masked": "林*溪",
                     *       "number_tail": "0014",
                     *       "reason": "手机掉进渔塘溪，本人持身份证到窗口办理",
                     *       "refusal": null,
                     *       "due_at": null,
                     *       "change_state": null
                     *     }
                     */
                    "application/json": components["schemas"]["Recovery"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you; `recovery-same-officer`: Another officer decides */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `recovery-person-not-found`: Nobody found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `recovery-there`: A case is open; `request-in-progress`: Still in progress */
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
            /** @description `phone-unchanged`: The same number */
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
    getRecovery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                recovery_id: string;
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
                    /**
                     * @example {
                     *       "recovery_id": "019aa8b1-0066-7000-8000-000000000066",
                     *       "state": "open",
                     *       "found_by": "resident-id",
                     *       "recorded_at": "2026-11-22T10:42:00+08:00",
                     *       "decided_at": null,
                     *       "is_mine": false,
                     *       "abilities": [
                     *         "approve",
                     *         "refuse"
                     *       ],
                     *       "nickname": "小溪",
                     *       "phone_masked": "138****0001",
                     *       "new_phone_masked": "138****0012",
                     *       "name_masked": "林*溪",
                     *       "number_tail": "0014",
                     *       "reason": "手机掉进渔塘溪，本人持身份证到窗口办理",
                     *       "refusal": null,
                     *       "due_at": null,
                     *       "change_state": null
                     *     }
                     */
                    "application/json": components["schemas"]["Recovery"];
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
            /** @description `http-404`: Not found; `recovery-not-found`: No such case */
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
    approveRecovery: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                recovery_id: string;
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
                    /**
                     * @example {
                     *       "recovery_id": "019aa8b1-0066-7000-8000-000000000066",
                     *       "state": "approved",
                     *       "found_by": "resident-id",
                     *       "recorded_at": "2026-11-22T10:42:00+08:00",
                     *       "decided_at": "2026-11-22T10:42:00+08:00",
                     *       "is_mine": false,
                     *       "abilities": [],
                     *       "nickname": "小溪",
                     *       "phone_masked": "138****0001",
                     *       "new_phone_masked": "138****0012",
                     *       "name_masked": "林*溪",
                     *       "number_tail": "0014",
                     *       "reason": "手机掉进渔塘溪，本人持身份证到窗口办理",
                     *       "refusal": null,
                     *       "due_at": "2026-11-23T10:42:00+08:00",
                     *       "change_state": "waiting"
                     *     }
                     */
                    "application/json": components["schemas"]["Recovery"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you; `recovery-same-officer`: Another officer decides */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `recovery-not-found`: No such case */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `phone-change-waiting`: A change is on its way; `recovery-decided`: Decided; `request-in-progress`: Still in progress */
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
    refuseRecovery: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                recovery_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "照片与本人不符"
                 *     }
                 */
                "application/json": components["schemas"]["RefuseRecovery"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recovery_id": "019aa8b1-0066-7000-8000-000000000066",
                     *       "state": "refused",
                     *       "found_by": "resident-id",
                     *       "recorded_at": "2026-11-22T10:42:00+08:00",
                     *       "decided_at": "2026-11-22T10:42:00+08:00",
                     *       "is_mine": false,
                     *       "abilities": [],
                     *       "nickname": "小溪",
                     *       "phone_masked": "138****0001",
                     *       "new_phone_masked": "138****0012",
                     *       "name_masked": "林*溪",
                     *       "number_tail": "0014",
                     *       "reason": "手机掉进渔塘溪，本人持身份证到窗口办理",
                     *       "refusal": "照片与本人不符",
                     *       "due_at": null,
                     *       "change_state": null
                     *     }
                     */
                    "application/json": components["schemas"]["Recovery"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you; `recovery-same-officer`: Another officer decides */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `recovery-not-found`: No such case */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `recovery-decided`: Decided; `request-in-progress`: Still in progress */
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
    listReleases: {
        parameters: {
            query?: {
                /** @example MjAyNi0xMS0yMlQwOTo0MTowMCswODowMCAwMTlhYThiMS0wMDAxLTcwMDAtODAwMC0wMDAwMDAwMDAwMDE */
                cursor?: string | null;
                /** @example settings */
                kind?: "factor-set" | "earn-rules" | "settings" | null;
                /** @example 20 */
                limit?: number;
                /** @example submitted */
                state?: "draft" | "submitted" | "approved" | "rejected" | "withdrawn" | null;
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "release_id": "019aa8b1-0001-7000-8000-0000000000d1",
                     *           "kind": "settings",
                     *           "kind_name": "设置",
                     *           "state": "submitted",
                     *           "standing": null,
                     *           "label": null,
                     *           "in_force_from": "2026-12-01",
                     *           "in_force_until": null,
                     *           "note": "按县里新文件调整每日上限",
                     *           "version": 2,
                     *           "rows_count": 1,
                     *           "content_hash": "9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b",
                     *           "made_by": {
                     *             "role": "system-administrator",
                     *             "office": "明溪县数据局",
                     *             "name": "老林",
                     *             "is_me": false
                     *           },
                     *           "checked_by": null,
                     *           "checker_roles": [
                     *             "security-officer"
                     *           ],
                     *           "recorded_at": "2026-11-22T10:42:00+08:00",
                     *           "submitted_at": "2026-11-22T10:50:00+08:00",
                     *           "decided_at": null,
                     *           "reason": null,
                     *           "shipped_with": null,
                     *           "abilities": [
                     *             "approve",
                     *             "reject"
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Releases"];
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
    draftRelease: {
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
                /**
                 * @example {
                 *       "kind": "settings",
                 *       "in_force_from": "2026-12-01",
                 *       "rows": [
                 *         {
                 *           "key": "offset.daily_limit_kg",
                 *           "value": "500",
                 *           "source": "县生态环境局 2026 年 12 号文",
                 *           "grade": "A",
                 *           "verified": true,
                 *           "note": ""
                 *         }
                 *       ],
                 *       "note": "按县里新文件调整每日上限"
                 *     }
                 */
                "application/json": components["schemas"]["DraftRelease"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "release": {
                     *         "release_id": "019aa8b1-0001-7000-8000-0000000000d1",
                     *         "kind": "settings",
                     *         "kind_name": "设置",
                     *         "state": "draft",
                     *         "standing": null,
                     *         "label": null,
                     *         "in_force_from": "2026-12-01",
                     *         "in_force_until": null,
                     *         "note": "按县里新文件调整每日上限",
                     *         "version": 1,
                     *         "rows_count": 1,
                     *         "content_hash": "9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b",
                     *         "made_by": {
                     *           "role": "system-administrator",
                     *           "office": "明溪县数据局",
                     *           "name": "老林",
                     *           "is_me": true
                     *         },
                     *         "checked_by": null,
                     *         "checker_roles": [
                     *           "security-officer"
                     *         ],
                     *         "recorded_at": "2026-11-22T10:42:00+08:00",
                     *         "submitted_at": null,
                     *         "decided_at": null,
                     *         "reason": null,
                     *         "shipped_with": null,
                     *         "abilities": [
                     *           "change",
                     *           "submit",
                     *           "withdraw"
                     *         ]
                     *       },
                     *       "rows": [
                     *         {
                     *           "key": "offset.daily_limit_kg",
                     *           "value": "500",
                     *           "source": "县生态环境局 2026 年 12 号文",
                     *           "grade": "A",
                     *           "verified": true,
                     *           "note": ""
                     *         }
                     *       ],
                     *       "changes": [
                     *         {
                     *           "key": "offset.daily_limit_kg",
                     *           "title": "offset.daily_limit_kg",
                     *           "change": "changed",
                     *           "fields": [
                     *             {
                     *               "field": "value",
                     *               "name": "值",
                     *               "before": "1000",
                     *               "after": "500"
                     *             },
                     *             {
                     *               "field": "grade",
                     *               "name": "等级",
                     *               "before": "D",
                     *               "after": "A"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "faults": [],
                     *       "published": []
                     *     }
                     */
                    "application/json": components["schemas"]["ReleaseCase"];
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
            /** @description `forbidden`: Not allowed; `release-not-for-role`: Not a step of this position */
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
            /** @description `release-day-past`: That day has passed */
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
    getRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-0000000000d1 */
                release_id: string;
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
                    /**
                     * @example {
                     *       "release": {
                     *         "release_id": "019aa8b1-0001-7000-8000-0000000000d1",
                     *         "kind": "settings",
                     *         "kind_name": "设置",
                     *         "state": "draft",
                     *         "standing": null,
                     *         "label": null,
                     *         "in_force_from": "2026-12-01",
                     *         "in_force_until": null,
                     *         "note": "按县里新文件调整每日上限",
                     *         "version": 1,
                     *         "rows_count": 1,
                     *         "content_hash": "9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b",
                     *         "made_by": {
                     *           "role": "system-administrator",
                     *           "office": "明溪县数据局",
                     *           "name": "老林",
                     *           "is_me": true
                     *         },
                     *         "checked_by": null,
                     *         "checker_roles": [
                     *           "security-officer"
                     *         ],
                     *         "recorded_at": "2026-11-22T10:42:00+08:00",
                     *         "submitted_at": null,
                     *         "decided_at": null,
                     *         "reason": null,
                     *         "shipped_with": null,
                     *         "abilities": [
                     *           "change",
                     *           "submit",
                     *           "withdraw"
                     *         ]
                     *       },
                     *       "rows": [
                     *         {
                     *           "key": "offset.daily_limit_kg",
                     *           "value": "500",
                     *           "source": "县生态环境局 2026 年 12 号文",
                     *           "grade": "A",
                     *           "verified": true,
                     *           "note": ""
                     *         }
                     *       ],
                     *       "changes": [
                     *         {
                     *           "key": "offset.daily_limit_kg",
                     *           "title": "offset.daily_limit_kg",
                     *           "change": "changed",
                     *           "fields": [
                     *             {
                     *               "field": "value",
                     *               "name": "值",
                     *               "before": "1000",
                     *               "after": "500"
                     *             },
                     *             {
                     *               "field": "grade",
                     *               "name": "等级",
                     *               "before": "D",
                     *               "after": "A"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "faults": [
                     *         {
                     *           "field": "/rows/0/value",
                     *           "code": "setting-wrong-form",
                     *           "detail": "值的写法不对：单位是 kg CO2e，现在是 1000。",
                     *           "mend": "照现在的写法写。"
                     *         }
                     *       ],
                     *       "published": []
                     *     }
                     */
                    "application/json": components["schemas"]["ReleaseCase"];
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
            /** @description `http-404`: Not found; `release-not-found`: No such release */
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
    changeRelease: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description 16 to 64 visible ASCII characters, made and kept by the device before it sends.
                 * @example 5f0c7a1e9d3b4c62
                 */
                "Idempotency-Key": string;
                /**
                 * @description The ETag that one has seen.
                 * @example "1"
                 */
                "If-Match": string;
            };
            path: {
                /** @example 019aa8b1-0001-7000-8000-0000000000d1 */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "in_force_from": "2026-12-01",
                 *       "rows": [
                 *         {
                 *           "key": "offset.daily_limit_kg",
                 *           "value": "500",
                 *           "source": "县生态环境局 2026 年 12 号文",
                 *           "grade": "A",
                 *           "verified": true,
                 *           "note": ""
                 *         }
                 *       ],
                 *       "note": "改到十二月起"
                 *     }
                 */
                "application/json": components["schemas"]["ChangeRelease"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "release": {
                     *         "release_id": "019aa8b1-0001-7000-8000-0000000000d1",
                     *         "kind": "settings",
                     *         "kind_name": "设置",
                     *         "state": "draft",
                     *         "standing": null,
                     *         "label": null,
                     *         "in_force_from": "2026-12-01",
                     *         "in_force_until": null,
                     *         "note": "按县里新文件调整每日上限",
                     *         "version": 2,
                     *         "rows_count": 1,
                     *         "content_hash": "9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b",
                     *         "made_by": {
                     *           "role": "system-administrator",
                     *           "office": "明溪县数据局",
                     *           "name": "老林",
                     *           "is_me": true
                     *         },
                     *         "checked_by": null,
                     *         "checker_roles": [
                     *           "security-officer"
                     *         ],
                     *         "recorded_at": "2026-11-22T10:42:00+08:00",
                     *         "submitted_at": null,
                     *         "decided_at": null,
                     *         "reason": null,
                     *         "shipped_with": null,
                     *         "abilities": [
                     *           "change",
                     *           "submit",
                     *           "withdraw"
                     *         ]
                     *       },
                     *       "rows": [
                     *         {
                     *           "key": "offset.daily_limit_kg",
                     *           "value": "500",
                     *           "source": "县生态环境局 2026 年 12 号文",
                     *           "grade": "A",
                     *           "verified": true,
                     *           "note": ""
                     *         }
                     *       ],
                     *       "changes": [
                     *         {
                     *           "key": "offset.daily_limit_kg",
                     *           "title": "offset.daily_limit_kg",
                     *           "change": "changed",
                     *           "fields": [
                     *             {
                     *               "field": "value",
                     *               "name": "值",
                     *               "before": "1000",
                     *               "after": "500"
                     *             },
                     *             {
                     *               "field": "grade",
                     *               "name": "等级",
                     *               "before": "D",
                     *               "after": "A"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "faults": [],
                     *       "published": []
                     *     }
                     */
                    "application/json": components["schemas"]["ReleaseCase"];
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
            /** @description `forbidden`: Not allowed; `release-not-for-role`: Not a step of this position; `release-of-another`: Somebody else's draft */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `release-not-found`: No such release */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `release-moved-on`: It has moved on; `request-in-progress`: Still in progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `stale`: It has changed */
            412: {
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
            /** @description `release-day-past`: That day has passed */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `if-match-required`: Which version is meant is missing */
            428: {
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
    approveRelease: {
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
                /** @example 019aa8b1-0001-7000-8000-0000000000d1 */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["ReleaseStep"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "release": {
                     *         "release_id": "019aa8b1-0001-7000-8000-0000000000d1",
                     *         "kind": "settings",
                     *         "kind_name": "设置",
                     *         "state": "approved",
                     *         "standing": "coming",
                     *         "label": "settings/2",
                     *         "in_force_from": "2026-12-01",
                     *         "in_force_until": null,
                     *         "note": "按县里新文件调整每日上限",
                     *         "version": 3,
                     *         "rows_count": 1,
                     *         "content_hash": "9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b",
                     *         "made_by": {
                     *           "role": "system-administrator",
                     *           "office": "明溪县数据局",
                     *           "name": "老林",
                     *           "is_me": false
                     *         },
                     *         "checked_by": {
                     *           "role": "security-officer",
                     *           "office": "明溪县数据局",
                     *           "name": "老陈",
                     *           "is_me": true
                     *         },
                     *         "checker_roles": [
                     *           "security-officer"
                     *         ],
                     *         "recorded_at": "2026-11-22T10:42:00+08:00",
                     *         "submitted_at": "2026-11-22T10:50:00+08:00",
                     *         "decided_at": "2026-11-22T11:20:00+08:00",
                     *         "reason": null,
                     *         "shipped_with": null,
                     *         "abilities": []
                     *       },
                     *       "rows": [
                     *         {
                     *           "key": "offset.daily_limit_kg",
                     *           "value": "500",
                     *           "source": "县生态环境局 2026 年 12 号文",
                     *           "grade": "A",
                     *           "verified": true,
                     *           "note": ""
                     *         }
                     *       ],
                     *       "changes": [
                     *         {
                     *           "key": "offset.daily_limit_kg",
                     *           "title": "offset.daily_limit_kg",
                     *           "change": "changed",
                     *           "fields": [
                     *             {
                     *               "field": "value",
                     *               "name": "值",
                     *               "before": "1000",
                     *               "after": "500"
                     *             },
                     *             {
                     *               "field": "grade",
                     *               "name": "等级",
                     *               "before": "D",
                     *               "after": "A"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "faults": [],
                     *       "published": [
                     *         "offset.daily_limit_kg"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ReleaseCase"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you; `release-not-for-role`: Not a step of this position; `release-own`: Not one's own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `release-not-found`: No such release */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `release-base-moved`: What it is compared with has changed; `release-moved-on`: It has moved on; `request-in-progress`: Still in progress */
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
            /** @description `release-content-invalid`: The rows cannot be used yet; `release-day-past`: That day has passed */
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
    rejectRelease: {
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
                /** @example 019aa8b1-0001-7000-8000-0000000000d1 */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "来源没有写文号，补上再提交。"
                 *     }
                 */
                "application/json": components["schemas"]["RejectRelease"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "release": {
                     *         "release_id": "019aa8b1-0001-7000-8000-0000000000d1",
                     *         "kind": "settings",
                     *         "kind_name": "设置",
                     *         "state": "rejected",
                     *         "standing": null,
                     *         "label": null,
                     *         "in_force_from": "2026-12-01",
                     *         "in_force_until": null,
                     *         "note": "按县里新文件调整每日上限",
                     *         "version": 3,
                     *         "rows_count": 1,
                     *         "content_hash": "9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b",
                     *         "made_by": {
                     *           "role": "system-administrator",
                     *           "office": "明溪县数据局",
                     *           "name": "老林",
                     *           "is_me": false
                     *         },
                     *         "checked_by": {
                     *           "role": "security-officer",
                     *           "office": "明溪县数据局",
                     *           "name": "老陈",
                     *           "is_me": true
                     *         },
                     *         "checker_roles": [
                     *           "security-officer"
                     *         ],
                     *         "recorded_at": "2026-11-22T10:42:00+08:00",
                     *         "submitted_at": "2026-11-22T10:50:00+08:00",
                     *         "decided_at": "2026-11-22T11:20:00+08:00",
                     *         "reason": "来源没有写文号，补上再提交。",
                     *         "shipped_with": null,
                     *         "abilities": []
                     *       },
                     *       "rows": [
                     *         {
                     *           "key": "offset.daily_limit_kg",
                     *           "value": "500",
                     *           "source": "县生态环境局 2026 年 12 号文",
                     *           "grade": "A",
                     *           "verified": true,
                     *           "note": ""
                     *         }
                     *       ],
                     *       "changes": [
                     *         {
                     *           "key": "offset.daily_limit_kg",
                     *           "title": "offset.daily_limit_kg",
                     *           "change": "changed",
                     *           "fields": [
                     *             {
                     *               "field": "value",
                     *               "name": "值",
                     *               "before": "1000",
                     *               "after": "500"
                     *             },
                     *             {
                     *               "field": "grade",
                     *               "name": "等级",
                     *               "before": "D",
                     *               "after": "A"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "faults": [],
                     *       "published": []
                     *     }
                     */
                    "application/json": components["schemas"]["ReleaseCase"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you; `release-not-for-role`: Not a step of this position; `release-own`: Not one's own */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `release-not-found`: No such release */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `release-moved-on`: It has moved on; `request-in-progress`: Still in progress */
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
    submitRelease: {
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
                /** @example 019aa8b1-0001-7000-8000-0000000000d1 */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["ReleaseStep"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "release": {
                     *         "release_id": "019aa8b1-0001-7000-8000-0000000000d1",
                     *         "kind": "settings",
                     *         "kind_name": "设置",
                     *         "state": "submitted",
                     *         "standing": null,
                     *         "label": null,
                     *         "in_force_from": "2026-12-01",
                     *         "in_force_until": null,
                     *         "note": "按县里新文件调整每日上限",
                     *         "version": 2,
                     *         "rows_count": 1,
                     *         "content_hash": "9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b",
                     *         "made_by": {
                     *           "role": "system-administrator",
                     *           "office": "明溪县数据局",
                     *           "name": "老林",
                     *           "is_me": true
                     *         },
                     *         "checked_by": null,
                     *         "checker_roles": [
                     *           "security-officer"
                     *         ],
                     *         "recorded_at": "2026-11-22T10:42:00+08:00",
                     *         "submitted_at": "2026-11-22T10:50:00+08:00",
                     *         "decided_at": null,
                     *         "reason": null,
                     *         "shipped_with": null,
                     *         "abilities": [
                     *           "withdraw"
                     *         ]
                     *       },
                     *       "rows": [
                     *         {
                     *           "key": "offset.daily_limit_kg",
                     *           "value": "500",
                     *           "source": "县生态环境局 2026 年 12 号文",
                     *           "grade": "A",
                     *           "verified": true,
                     *           "note": ""
                     *         }
                     *       ],
                     *       "changes": [
                     *         {
                     *           "key": "offset.daily_limit_kg",
                     *           "title": "offset.daily_limit_kg",
                     *           "change": "changed",
                     *           "fields": [
                     *             {
                     *               "field": "value",
                     *               "name": "值",
                     *               "before": "1000",
                     *               "after": "500"
                     *             },
                     *             {
                     *               "field": "grade",
                     *               "name": "等级",
                     *               "before": "D",
                     *               "after": "A"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "faults": [],
                     *       "published": []
                     *     }
                     */
                    "application/json": components["schemas"]["ReleaseCase"];
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
            /** @description `forbidden`: Not allowed; `release-not-for-role`: Not a step of this position; `release-of-another`: Somebody else's draft */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `release-not-found`: No such release */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `release-moved-on`: It has moved on; `request-in-progress`: Still in progress */
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
            /** @description `release-content-invalid`: The rows cannot be used yet; `release-day-past`: That day has passed */
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
    withdrawRelease: {
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
                /** @example 019aa8b1-0001-7000-8000-0000000000d1 */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["ReleaseStep"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "release": {
                     *         "release_id": "019aa8b1-0001-7000-8000-0000000000d1",
                     *         "kind": "settings",
                     *         "kind_name": "设置",
                     *         "state": "withdrawn",
                     *         "standing": null,
                     *         "label": null,
                     *         "in_force_from": "2026-12-01",
                     *         "in_force_until": null,
                     *         "note": "按县里新文件调整每日上限",
                     *         "version": 3,
                     *         "rows_count": 1,
                     *         "content_hash": "9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b",
                     *         "made_by": {
                     *           "role": "system-administrator",
                     *           "office": "明溪县数据局",
                     *           "name": "老林",
                     *           "is_me": true
                     *         },
                     *         "checked_by": null,
                     *         "checker_roles": [
                     *           "security-officer"
                     *         ],
                     *         "recorded_at": "2026-11-22T10:42:00+08:00",
                     *         "submitted_at": "2026-11-22T10:50:00+08:00",
                     *         "decided_at": "2026-11-22T11:20:00+08:00",
                     *         "reason": null,
                     *         "shipped_with": null,
                     *         "abilities": []
                     *       },
                     *       "rows": [
                     *         {
                     *           "key": "offset.daily_limit_kg",
                     *           "value": "500",
                     *           "source": "县生态环境局 2026 年 12 号文",
                     *           "grade": "A",
                     *           "verified": true,
                     *           "note": ""
                     *         }
                     *       ],
                     *       "changes": [
                     *         {
                     *           "key": "offset.daily_limit_kg",
                     *           "title": "offset.daily_limit_kg",
                     *           "change": "changed",
                     *           "fields": [
                     *             {
                     *               "field": "value",
                     *               "name": "值",
                     *               "before": "1000",
                     *               "after": "500"
                     *             },
                     *             {
                     *               "field": "grade",
                     *               "name": "等级",
                     *               "before": "D",
                     *               "after": "A"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "faults": [],
                     *       "published": []
                     *     }
                     */
                    "application/json": components["schemas"]["ReleaseCase"];
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
            /** @description `forbidden`: Not allowed; `release-not-for-role`: Not a step of this position; `release-of-another`: Somebody else's draft */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `release-not-found`: No such release */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `release-moved-on`: It has moved on; `request-in-progress`: Still in progress */
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
    listOffsetOrders: {
        parameters: {
            query?: {
                /** @example MjAyNi0xMS0yMlQwOTo0MTowMCswODowMCAwMTlhYThiMS0wMDAxLTcwMDAtODAwMC0wMDAwMDAwMDAwMDE */
                cursor?: string | null;
                /** @example 20 */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "order_id": "019aa8b1-0009-7000-8000-000000000009",
                     *           "number": "20261122-000002",
                     *           "state": "placed",
                     *           "purpose": "voluntary",
                     *           "purpose_text": "自愿抵消",
                     *           "beneficiary": {
                     *             "kind": "none",
                     *             "name": null
                     *           },
                     *           "quantity_kg": 10,
                     *           "amount_fen": 100,
                     *           "price_fen_per_t": 10000,
                     *           "placed_at": "2026-11-22T19:54:43+08:00",
                     *           "expires_at": "2026-11-22T20:09:43+08:00",
                     *           "footprint": null,
                     *           "project": {
                     *             "name": "常口村生态公益林",
                     *             "place": "三明将乐县"
                     *           },
                     *           "batch_number": "0000001",
                     *           "payment": {
                     *             "payment_id": "019aa8b1-000a-7000-8000-00000000000a",
                     *             "state": "created",
                     *             "amount_fen": 100,
                     *             "gateway": null,
                     *             "paid_at": null
                     *           },
                     *           "retirement": null,
                     *           "certificate": null,
                     *           "points": null,
                     *           "abilities": [
                     *             "pay",
                     *             "cancel"
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
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
                /**
                 * @example {
                 *       "quote_id": "019aa8b1-0002-7000-8000-000000000002",
                 *       "purpose": "footprint",
                 *       "beneficiary": {
                 *         "kind": "nickname"
                 *       },
                 *       "footprint_id": "019aa8b1-0001-7000-8000-000000000001"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "order_id": "019aa8b1-0004-7000-8000-000000000004",
                     *       "number": "20261122-000001",
                     *       "state": "placed",
                     *       "purpose": "footprint",
                     *       "purpose_text": "2026 年 10 月个人生活足迹",
                     *       "beneficiary": {
                     *         "kind": "nickname",
                     *         "name": "小溪"
                     *       },
                     *       "quantity_kg": 77,
                     *       "amount_fen": 770,
                     *       "price_fen_per_t": 10000,
                     *       "placed_at": "2026-11-22T19:54:41+08:00",
                     *       "expires_at": "2026-11-22T20:09:41+08:00",
                     *       "footprint": {
                     *         "footprint_id": "019aa8b1-0001-7000-8000-000000000001",
                     *         "period": "2026-10"
                     *       },
                     *       "project": {
                     *         "name": "常口村生态公益林",
                     *         "place": "三明将乐县"
                     *       },
                     *       "batch_number": "0000001",
                     *       "payment": {
                     *         "payment_id": "019aa8b1-0005-7000-8000-000000000005",
                     *         "state": "created",
                     *         "amount_fen": 770,
                     *         "gateway": null,
                     *         "paid_at": null
                     *       },
                     *       "retirement": null,
                     *       "certificate": null,
                     *       "points": null,
                     *       "abilities": [
                     *         "pay",
                     *         "cancel"
                     *       ]
                     *     }
                     */
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
            /** @description `beneficiary-name-needed`: A name is needed; `footprint-fully-offset`: More than this footprint needs; `footprint-needed`: The footprint does not fit; `guardian-needed`: A guardian has to agree; `offset-daily-limit`: Today's limit; `purpose-not-open`: This purpose has another door; `quote-expired`: The quote has expired; `shelf-exhausted`: Not enough on the shelf */
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
                /** @example 019aa8b1-0004-7000-8000-000000000004 */
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
                    /**
                     * @example {
                     *       "order_id": "019aa8b1-0004-7000-8000-000000000004",
                     *       "number": "20261122-000001",
                     *       "state": "retired",
                     *       "purpose": "footprint",
                     *       "purpose_text": "2026 年 10 月个人生活足迹",
                     *       "beneficiary": {
                     *         "kind": "nickname",
                     *         "name": "小溪"
                     *       },
                     *       "quantity_kg": 77,
                     *       "amount_fen": 770,
                     *       "price_fen_per_t": 10000,
                     *       "placed_at": "2026-11-22T19:54:41+08:00",
                     *       "expires_at": "2026-11-22T20:09:41+08:00",
                     *       "footprint": {
                     *         "footprint_id": "019aa8b1-0001-7000-8000-000000000001",
                     *         "period": "2026-10"
                     *       },
                     *       "project": {
                     *         "name": "常口村生态公益林",
                     *         "place": "三明将乐县"
                     *       },
                     *       "batch_number": "0000001",
                     *       "payment": {
                     *         "payment_id": "019aa8b1-0005-7000-8000-000000000005",
                     *         "state": "paid",
                     *         "amount_fen": 770,
                     *         "gateway": "wechat",
                     *         "paid_at": "2026-11-22T19:54:42+08:00"
                     *       },
                     *       "retirement": {
                     *         "retirement_id": "019aa8b1-0007-7000-8000-000000000007",
                     *         "quantity_kg": 77,
                     *         "serials": [
                     *           {
                     *             "first": 50001,
                     *             "last": 50077,
                     *             "first_text": "MX00000000500011",
                     *             "last_text": "MX00000000500773"
                     *           }
                     *         ],
                     *         "retired_at": "2026-11-22T19:54:42+08:00"
                     *       },
                     *       "certificate": {
                     *         "number": "MX-2026-000001-7",
                     *         "path": "/c/MX-2026-000001-7"
                     *       },
                     *       "points": {
                     *         "awarded": 77,
                     *         "entry_id": "019aa8b1-0008-7000-8000-000000000008",
                     *         "reasons": [
                     *           {
                     *             "rule": "offset",
                     *             "rule_version": 1,
                     *             "points": 77,
                     *             "reason": "earned",
                     *             "text": "77 公斤，得 77 分，没有触到上限",
                     *             "facts": {
                     *               "tier": "verified",
                     *               "unit": "kg CO2e",
                     *               "measure": "kg",
                     *               "quantity": 77
                     *             }
                     *           }
                     *         ]
                     *       },
                     *       "abilities": [
                     *         "receipt",
                     *         "certificate"
                     *       ]
                     *     }
                     */
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
                /** @example 019aa8b1-0004-7000-8000-000000000004 */
                order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
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
                    /**
                     * @example {
                     *       "order_id": "019aa8b1-0009-7000-8000-000000000009",
                     *       "number": "20261122-000002",
                     *       "state": "cancelled",
                     *       "purpose": "voluntary",
                     *       "purpose_text": "自愿抵消",
                     *       "beneficiary": {
                     *         "kind": "none",
                     *         "name": null
                     *       },
                     *       "quantity_kg": 10,
                     *       "amount_fen": 100,
                     *       "price_fen_per_t": 10000,
                     *       "placed_at": "2026-11-22T19:54:43+08:00",
                     *       "expires_at": "2026-11-22T20:09:43+08:00",
                     *       "footprint": null,
                     *       "project": {
                     *         "name": "常口村生态公益林",
                     *         "place": "三明将乐县"
                     *       },
                     *       "batch_number": "0000001",
                     *       "payment": {
                     *         "payment_id": "019aa8b1-000a-7000-8000-00000000000a",
                     *         "state": "closed",
                     *         "amount_fen": 100,
                     *         "gateway": null,
                     *         "paid_at": null
                     *       },
                     *       "retirement": null,
                     *       "certificate": null,
                     *       "points": null,
                     *       "abilities": []
                     *     }
                     */
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
                /**
                 * @example {
                 *       "footprint_id": "019aa8b1-0001-7000-8000-000000000001"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "quote_id": "019aa8b1-0002-7000-8000-000000000002",
                     *       "quantity_kg": 77,
                     *       "amount_fen": 770,
                     *       "price_fen_per_t": 10000,
                     *       "currency": "CNY",
                     *       "lines": [
                     *         {
                     *           "offer_id": "019aa8b1-0003-7000-8000-000000000003",
                     *           "batch_number": "0000001",
                     *           "project_name": "常口村生态公益林",
                     *           "quantity_kg": 77,
                     *           "price_fen_per_t": 10000,
                     *           "amount_fen": 770
                     *         }
                     *       ],
                     *       "points_estimate": 77,
                     *       "points_lines": [
                     *         {
                     *           "rule": "offset",
                     *           "rule_version": 1,
                     *           "points": 77,
                     *           "reason": "earned",
                     *           "text": "77 公斤，得 77 分，没有触到上限",
                     *           "facts": {
                     *             "measure": "kg",
                     *             "unit": "kg CO2e",
                     *             "quantity": 77,
                     *             "tier": "verified"
                     *           }
                     *         }
                     *       ],
                     *       "expires_at": "2026-11-22T20:09:41+08:00",
                     *       "footprint": {
                     *         "footprint_id": "019aa8b1-0001-7000-8000-000000000001",
                     *         "period": "2026-10",
                     *         "emissions_g": 76111,
                     *         "claimed_kg": 0
                     *       },
                     *       "daily_left_kg": 1000
                     *     }
                     */
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
    getOrganisation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0031-7000-8000-000000000031 */
                organisation_id: string;
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
                    /**
                     * @example {
                     *       "organisation_id": "019aa8b1-0031-7000-8000-000000000031",
                     *       "code": "leicha-shop",
                     *       "kind": "merchant",
                     *       "name_zh": "客家擂茶铺",
                     *       "name_en": "Hakka Leicha Shop",
                     *       "place_zh": "雪峰镇",
                     *       "place_en": "Xuefeng Town",
                     *       "unified_code": null,
                     *       "state": "active",
                     *       "recorded_at": "2026-11-22T10:42:00+08:00",
                     *       "roles": [
                     *         "organisation-manager",
                     *         "merchant-clerk"
                     *       ],
                     *       "members": 2,
                     *       "abilities": [
                     *         "choose-members"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Organisation"];
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
            /** @description `http-404`: Not found; `organisation-not-found`: No such organisation */
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
    listClients: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "client_id": "client-7f2a9c0d4e5b6a71x8yz",
                     *           "organisation_id": "019aa8b1-0021-7000-8000-000000000021",
                     *           "party_id": "019aa8b1-0021-7000-8000-000000000021",
                     *           "name": "收银台 1",
                     *           "scopes": [
                     *             "redemptions:read",
                     *             "redemptions:write"
                     *           ],
                     *           "is_sandbox": false,
                     *           "state": "active",
                     *           "state_reason": null,
                     *           "state_changed_at": "2026-11-22T10:00:00+08:00",
                     *           "recorded_at": "2026-11-22T10:00:00+08:00",
                     *           "last_used_at": "2026-11-22T10:42:07+08:00",
                     *           "quota": [
                     *             {
                     *               "span": "minute",
                     *               "limit": 600,
                     *               "left": 598,
                     *               "resets_at": "2026-11-22T10:43:00+08:00"
                     *             },
                     *             {
                     *               "span": "day",
                     *               "limit": 100000,
                     *               "left": 99842,
                     *               "resets_at": "2026-11-23T00:00:00+08:00"
                     *             }
                     *           ],
                     *           "keys": [
                     *             {
                     *               "kid": "till-2026-11",
                     *               "algorithm": "EdDSA",
                     *               "state": "active",
                     *               "recorded_at": "2026-11-22T10:00:00+08:00",
                     *               "not_before": "2026-11-22T10:00:00+08:00",
                     *               "retired_at": null
                     *             }
                     *           ],
                     *           "abilities": [
                     *             "add-key",
                     *             "suspend",
                     *             "revoke"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Clients"];
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
            /** @description `http-404`: Not found; `organisation-not-found`: No such organisation */
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
    registerClient: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "收银台 1",
                 *       "scopes": [
                 *         "redemptions:read",
                 *         "redemptions:write"
                 *       ],
                 *       "key": {
                 *         "kty": "OKP",
                 *         "crv": "Ed25519",
                 *         "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                 *         "kid": "till-2026-11"
                 *       },
                 *       "is_sandbox": false,
                 *       "calls_per_minute": 600,
                 *       "calls_per_day": 100000
                 *     }
                 */
                "application/json": components["schemas"]["RegisterClient"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "client_id": "client-7f2a9c0d4e5b6a71x8yz",
                     *       "organisation_id": "019aa8b1-0021-7000-8000-000000000021",
                     *       "party_id": "019aa8b1-0021-7000-8000-000000000021",
                     *       "name": "收银台 1",
                     *       "scopes": [
                     *         "redemptions:read",
                     *         "redemptions:write"
                     *       ],
                     *       "is_sandbox": false,
                     *       "state": "active",
                     *       "state_reason": null,
                     *       "state_changed_at": "2026-11-22T10:00:00+08:00",
                     *       "recorded_at": "2026-11-22T10:00:00+08:00",
                     *       "last_used_at": null,
                     *       "quota": [
                     *         {
                     *           "span": "minute",
                     *           "limit": 600,
                     *           "left": 598,
                     *           "resets_at": "2026-11-22T10:43:00+08:00"
                     *         },
                     *         {
                     *           "span": "day",
                     *           "limit": 100000,
                     *           "left": 99842,
                     *           "resets_at": "2026-11-23T00:00:00+08:00"
                     *         }
                     *       ],
                     *       "keys": [
                     *         {
                     *           "kid": "till-2026-11",
                     *           "algorithm": "EdDSA",
                     *           "state": "active",
                     *           "recorded_at": "2026-11-22T10:00:00+08:00",
                     *           "not_before": "2026-11-22T10:00:00+08:00",
                     *           "retired_at": null
                     *         }
                     *       ],
                     *       "abilities": [
                     *         "add-key",
                     *         "suspend",
                     *         "revoke"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Client"];
                };
            };
            /** @description `client-key-refused`: This key is not taken; `idempotency-key-malformed`: Malformed Idempotency-Key; `idempotency-key-required`: Idempotency-Key required; `invalid-request`: Invalid request */
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `organisation-not-found`: No such organisation */
            404: {
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
            /** @description `scope-not-for-organisation`: Not for this kind of organisation */
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
    getClientOfOrganisation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example client-7f2a9c0d4e5b6a71x8yz */
                client_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
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
                    /**
                     * @example {
                     *       "client_id": "client-7f2a9c0d4e5b6a71x8yz",
                     *       "organisation_id": "019aa8b1-0021-7000-8000-000000000021",
                     *       "party_id": "019aa8b1-0021-7000-8000-000000000021",
                     *       "name": "收银台 1",
                     *       "scopes": [
                     *         "redemptions:read",
                     *         "redemptions:write"
                     *       ],
                     *       "is_sandbox": false,
                     *       "state": "active",
                     *       "state_reason": null,
                     *       "state_changed_at": "2026-11-22T10:00:00+08:00",
                     *       "recorded_at": "2026-11-22T10:00:00+08:00",
                     *       "last_used_at": "2026-11-22T10:42:07+08:00",
                     *       "quota": [
                     *         {
                     *           "span": "minute",
                     *           "limit": 600,
                     *           "left": 598,
                     *           "resets_at": "2026-11-22T10:43:00+08:00"
                     *         },
                     *         {
                     *           "span": "day",
                     *           "limit": 100000,
                     *           "left": 99842,
                     *           "resets_at": "2026-11-23T00:00:00+08:00"
                     *         }
                     *       ],
                     *       "keys": [
                     *         {
                     *           "kid": "till-2026-11",
                     *           "algorithm": "EdDSA",
                     *           "state": "active",
                     *           "recorded_at": "2026-11-22T10:00:00+08:00",
                     *           "not_before": "2026-11-22T10:00:00+08:00",
                     *           "retired_at": null
                     *         }
                     *       ],
                     *       "abilities": [
                     *         "add-key",
                     *         "suspend",
                     *         "revoke"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Client"];
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
            /** @description `client-not-found`: No such client; `http-404`: Not found; `organisation-not-found`: No such organisation */
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
    addClientKey: {
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
                /** @example client-7f2a9c0d4e5b6a71x8yz */
                client_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "key": {
                 *         "kty": "OKP",
                 *         "crv": "Ed25519",
                 *         "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                 *         "kid": "till-2026-12"
                 *       },
                 *       "not_before": null
                 *     }
                 */
                "application/json": components["schemas"]["AddClientKey"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "client_id": "client-7f2a9c0d4e5b6a71x8yz",
                     *       "organisation_id": "019aa8b1-0021-7000-8000-000000000021",
                     *       "party_id": "019aa8b1-0021-7000-8000-000000000021",
                     *       "name": "收银台 1",
                     *       "scopes": [
                     *         "redemptions:read",
                     *         "redemptions:write"
                     *       ],
                     *       "is_sandbox": false,
                     *       "state": "active",
                     *       "state_reason": null,
                     *       "state_changed_at": "2026-11-22T10:00:00+08:00",
                     *       "recorded_at": "2026-11-22T10:00:00+08:00",
                     *       "last_used_at": "2026-11-22T10:42:07+08:00",
                     *       "quota": [
                     *         {
                     *           "span": "minute",
                     *           "limit": 600,
                     *           "left": 598,
                     *           "resets_at": "2026-11-22T10:43:00+08:00"
                     *         },
                     *         {
                     *           "span": "day",
                     *           "limit": 100000,
                     *           "left": 99842,
                     *           "resets_at": "2026-11-23T00:00:00+08:00"
                     *         }
                     *       ],
                     *       "keys": [
                     *         {
                     *           "kid": "till-2026-11",
                     *           "algorithm": "EdDSA",
                     *           "state": "active",
                     *           "recorded_at": "2026-11-22T10:00:00+08:00",
                     *           "not_before": "2026-11-22T10:00:00+08:00",
                     *           "retired_at": null
                     *         },
                     *         {
                     *           "kid": "till-2026-12",
                     *           "algorithm": "EdDSA",
                     *           "state": "active",
                     *           "recorded_at": "2026-12-01T09:00:00+08:00",
                     *           "not_before": "2026-12-01T09:00:00+08:00",
                     *           "retired_at": null
                     *         }
                     *       ],
                     *       "abilities": [
                     *         "add-key",
                     *         "suspend",
                     *         "revoke"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Client"];
                };
            };
            /** @description `client-key-refused`: This key is not taken; `idempotency-key-malformed`: Malformed Idempotency-Key; `idempotency-key-required`: Idempotency-Key required; `invalid-request`: Invalid request */
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `client-not-found`: No such client; `http-404`: Not found; `organisation-not-found`: No such organisation */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `client-key-known`: The key's id was used before; `client-revoked`: The client was revoked; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
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
            /** @description `client-key-limit`: Enough keys */
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
    retireClientKey: {
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
                /** @example client-7f2a9c0d4e5b6a71x8yz */
                client_id: string;
                /** @example till-2026-11 */
                kid: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["KeyRetirement"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "client_id": "client-7f2a9c0d4e5b6a71x8yz",
                     *       "organisation_id": "019aa8b1-0021-7000-8000-000000000021",
                     *       "party_id": "019aa8b1-0021-7000-8000-000000000021",
                     *       "name": "收银台 1",
                     *       "scopes": [
                     *         "redemptions:read",
                     *         "redemptions:write"
                     *       ],
                     *       "is_sandbox": false,
                     *       "state": "active",
                     *       "state_reason": null,
                     *       "state_changed_at": "2026-11-22T10:00:00+08:00",
                     *       "recorded_at": "2026-11-22T10:00:00+08:00",
                     *       "last_used_at": "2026-11-22T10:42:07+08:00",
                     *       "quota": [
                     *         {
                     *           "span": "minute",
                     *           "limit": 600,
                     *           "left": 598,
                     *           "resets_at": "2026-11-22T10:43:00+08:00"
                     *         },
                     *         {
                     *           "span": "day",
                     *           "limit": 100000,
                     *           "left": 99842,
                     *           "resets_at": "2026-11-23T00:00:00+08:00"
                     *         }
                     *       ],
                     *       "keys": [
                     *         {
                     *           "kid": "till-2026-11",
                     *           "algorithm": "EdDSA",
                     *           "state": "retired",
                     *           "recorded_at": "2026-11-22T10:00:00+08:00",
                     *           "not_before": "2026-11-22T10:00:00+08:00",
                     *           "retired_at": "2026-12-02T09:00:00+08:00"
                     *         },
                     *         {
                     *           "kid": "till-2026-12",
                     *           "algorithm": "EdDSA",
                     *           "state": "active",
                     *           "recorded_at": "2026-12-01T09:00:00+08:00",
                     *           "not_before": "2026-12-01T09:00:00+08:00",
                     *           "retired_at": null
                     *         }
                     *       ],
                     *       "abilities": [
                     *         "add-key",
                     *         "suspend",
                     *         "revoke"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Client"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `client-key-not-found`: No such key; `client-not-found`: No such client; `http-404`: Not found; `organisation-not-found`: No such organisation */
            404: {
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
            /** @description `client-key-last`: This is the last key */
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
    resumeClient: {
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
                /** @example client-7f2a9c0d4e5b6a71x8yz */
                client_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "找到了"
                 *     }
                 */
                "application/json": components["schemas"]["EndClient"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "client_id": "client-7f2a9c0d4e5b6a71x8yz",
                     *       "organisation_id": "019aa8b1-0021-7000-8000-000000000021",
                     *       "party_id": "019aa8b1-0021-7000-8000-000000000021",
                     *       "name": "收银台 1",
                     *       "scopes": [
                     *         "redemptions:read",
                     *         "redemptions:write"
                     *       ],
                     *       "is_sandbox": false,
                     *       "state": "active",
                     *       "state_reason": "找到了",
                     *       "state_changed_at": "2026-11-22T10:00:00+08:00",
                     *       "recorded_at": "2026-11-22T10:00:00+08:00",
                     *       "last_used_at": "2026-11-22T10:42:07+08:00",
                     *       "quota": [
                     *         {
                     *           "span": "minute",
                     *           "limit": 600,
                     *           "left": 598,
                     *           "resets_at": "2026-11-22T10:43:00+08:00"
                     *         },
                     *         {
                     *           "span": "day",
                     *           "limit": 100000,
                     *           "left": 99842,
                     *           "resets_at": "2026-11-23T00:00:00+08:00"
                     *         }
                     *       ],
                     *       "keys": [
                     *         {
                     *           "kid": "till-2026-11",
                     *           "algorithm": "EdDSA",
                     *           "state": "active",
                     *           "recorded_at": "2026-11-22T10:00:00+08:00",
                     *           "not_before": "2026-11-22T10:00:00+08:00",
                     *           "retired_at": null
                     *         }
                     *       ],
                     *       "abilities": [
                     *         "add-key",
                     *         "suspend",
                     *         "revoke"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Client"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `client-not-found`: No such client; `http-404`: Not found; `organisation-not-found`: No such organisation */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `client-revoked`: The client was revoked; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
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
    revokeClient: {
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
                /** @example client-7f2a9c0d4e5b6a71x8yz */
                client_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "收银机丢了"
                 *     }
                 */
                "application/json": components["schemas"]["EndClient"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "client_id": "client-7f2a9c0d4e5b6a71x8yz",
                     *       "organisation_id": "019aa8b1-0021-7000-8000-000000000021",
                     *       "party_id": "019aa8b1-0021-7000-8000-000000000021",
                     *       "name": "收银台 1",
                     *       "scopes": [
                     *         "redemptions:read",
                     *         "redemptions:write"
                     *       ],
                     *       "is_sandbox": false,
                     *       "state": "revoked",
                     *       "state_reason": "收银机丢了",
                     *       "state_changed_at": "2026-11-22T10:00:00+08:00",
                     *       "recorded_at": "2026-11-22T10:00:00+08:00",
                     *       "last_used_at": "2026-11-22T10:42:07+08:00",
                     *       "quota": [
                     *         {
                     *           "span": "minute",
                     *           "limit": 600,
                     *           "left": 598,
                     *           "resets_at": "2026-11-22T10:43:00+08:00"
                     *         },
                     *         {
                     *           "span": "day",
                     *           "limit": 100000,
                     *           "left": 99842,
                     *           "resets_at": "2026-11-23T00:00:00+08:00"
                     *         }
                     *       ],
                     *       "keys": [
                     *         {
                     *           "kid": "till-2026-11",
                     *           "algorithm": "EdDSA",
                     *           "state": "active",
                     *           "recorded_at": "2026-11-22T10:00:00+08:00",
                     *           "not_before": "2026-11-22T10:00:00+08:00",
                     *           "retired_at": null
                     *         }
                     *       ],
                     *       "abilities": []
                     *     }
                     */
                    "application/json": components["schemas"]["Client"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `client-not-found`: No such client; `http-404`: Not found; `organisation-not-found`: No such organisation */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `client-revoked`: The client was revoked; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
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
    suspendClient: {
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
                /** @example client-7f2a9c0d4e5b6a71x8yz */
                client_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "收银机丢了"
                 *     }
                 */
                "application/json": components["schemas"]["EndClient"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "client_id": "client-7f2a9c0d4e5b6a71x8yz",
                     *       "organisation_id": "019aa8b1-0021-7000-8000-000000000021",
                     *       "party_id": "019aa8b1-0021-7000-8000-000000000021",
                     *       "name": "收银台 1",
                     *       "scopes": [
                     *         "redemptions:read",
                     *         "redemptions:write"
                     *       ],
                     *       "is_sandbox": false,
                     *       "state": "suspended",
                     *       "state_reason": "收银机丢了",
                     *       "state_changed_at": "2026-11-22T10:00:00+08:00",
                     *       "recorded_at": "2026-11-22T10:00:00+08:00",
                     *       "last_used_at": "2026-11-22T10:42:07+08:00",
                     *       "quota": [
                     *         {
                     *           "span": "minute",
                     *           "limit": 600,
                     *           "left": 598,
                     *           "resets_at": "2026-11-22T10:43:00+08:00"
                     *         },
                     *         {
                     *           "span": "day",
                     *           "limit": 100000,
                     *           "left": 99842,
                     *           "resets_at": "2026-11-23T00:00:00+08:00"
                     *         }
                     *       ],
                     *       "keys": [
                     *         {
                     *           "kid": "till-2026-11",
                     *           "algorithm": "EdDSA",
                     *           "state": "active",
                     *           "recorded_at": "2026-11-22T10:00:00+08:00",
                     *           "not_before": "2026-11-22T10:00:00+08:00",
                     *           "retired_at": null
                     *         }
                     *       ],
                     *       "abilities": [
                     *         "add-key",
                     *         "resume",
                     *         "revoke"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Client"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `client-not-found`: No such client; `http-404`: Not found; `organisation-not-found`: No such organisation */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `client-revoked`: The client was revoked; `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress */
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
    handOver: {
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
                /** @example 019aa8b1-0031-7000-8000-000000000031 */
                organisation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "membership_id": "019aa8b1-0030-7000-8000-000000000030"
                 *     }
                 */
                "application/json": components["schemas"]["HandManagementOver"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": components["schemas"]["Done"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `membership-not-found`: No such position; `organisation-not-found`: No such organisation */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `member-already`: In this position already; `request-in-progress`: Still in progress */
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
            /** @description `organisation-closed`: This organisation is closed */
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
    inviteMember: {
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
                /** @example 019aa8b1-0031-7000-8000-000000000031 */
                organisation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "phone": "13800000012",
                 *       "role": "merchant-clerk"
                 *     }
                 */
                "application/json": components["schemas"]["InviteMember"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "invitation_id": "019aa8b1-0032-7000-8000-000000000032",
                     *       "organisation_id": "019aa8b1-0031-7000-8000-000000000031",
                     *       "organisation": "客家擂茶铺",
                     *       "kind": "merchant",
                     *       "role": "merchant-clerk",
                     *       "phone_masked": "138****0012",
                     *       "recorded_at": "2026-11-22T10:42:00+08:00",
                     *       "expires_at": "2026-11-29T10:42:00+08:00",
                     *       "answer": null
                     *     }
                     */
                    "application/json": components["schemas"]["Invitation"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `organisation-not-found`: No such organisation */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `invited-already`: Invited already; `member-already`: In this position already; `request-in-progress`: Still in progress */
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
            /** @description `organisation-closed`: This organisation is closed; `role-not-there`: There is no such position */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-invitations`: Too many invitations */
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
    revokeInvitation: {
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
                /** @example 019aa8b1-0032-7000-8000-000000000032 */
                invitation_id: string;
                /** @example 019aa8b1-0031-7000-8000-000000000031 */
                organisation_id: string;
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
                    /**
                     * @example {
                     *       "invitation_id": "019aa8b1-0032-7000-8000-000000000032",
                     *       "organisation_id": "019aa8b1-0031-7000-8000-000000000031",
                     *       "organisation": "客家擂茶铺",
                     *       "kind": "merchant",
                     *       "role": "merchant-clerk",
                     *       "phone_masked": "138****0012",
                     *       "recorded_at": "2026-11-22T10:42:00+08:00",
                     *       "expires_at": "2026-11-29T10:42:00+08:00",
                     *       "answer": "revoked"
                     *     }
                     */
                    "application/json": components["schemas"]["Invitation"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `invitation-not-found`: No such invitation; `organisation-not-found`: No such organisation */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `invitation-answered`: This invitation has been used; `request-in-progress`: Still in progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `organisation-closed`: This organisation is closed */
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
    listMembers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0031-7000-8000-000000000031 */
                organisation_id: string;
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "membership_id": "019aa8b1-0030-7000-8000-000000000030",
                     *           "nickname": "店员小林",
                     *           "phone_masked": "138****0011",
                     *           "role": "merchant-clerk",
                     *           "since": "2026-11-22T10:42:00+08:00",
                     *           "is_me": false,
                     *           "abilities": [
                     *             "end",
                     *             "hand-over"
                     *           ]
                     *         }
                     *       ],
                     *       "invitations": [
                     *         {
                     *           "invitation_id": "019aa8b1-0032-7000-8000-000000000032",
                     *           "organisation_id": "019aa8b1-0031-7000-8000-000000000031",
                     *           "organisation": "客家擂茶铺",
                     *           "kind": "merchant",
                     *           "role": "merchant-clerk",
                     *           "phone_masked": "138****0012",
                     *           "recorded_at": "2026-11-22T10:42:00+08:00",
                     *           "expires_at": "2026-11-29T10:42:00+08:00",
                     *           "answer": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Members"];
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
            /** @description `http-404`: Not found; `organisation-not-found`: No such organisation */
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
    endMembership: {
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
                /** @example 019aa8b1-0030-7000-8000-000000000030 */
                membership_id: string;
                /** @example 019aa8b1-0031-7000-8000-000000000031 */
                organisation_id: string;
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
                    /** @example {} */
                    "application/json": components["schemas"]["Done"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `membership-not-found`: No such position; `organisation-not-found`: No such organisation */
            404: {
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
            /** @description `last-manager`: One manager must stay; `organisation-closed`: This organisation is closed */
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
    listWebhookEndpoints: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "endpoint_id": "019aa8b1-0022-7000-8000-000000000022",
                     *           "url": "https://hooks.mingxi-leicha.cn/tanhui",
                     *           "kinds": [
                     *             "redemption.done",
                     *             "redemption.reversed"
                     *           ],
                     *           "state": "active",
                     *           "failing_since": null,
                     *           "recorded_at": "2026-11-22T10:00:00+08:00",
                     *           "keys": [
                     *             {
                     *               "kid": "7f2a9c0d4e5b6a71",
                     *               "public_key": "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                     *               "retires_at": null
                     *             }
                     *           ],
                     *           "abilities": [
                     *             "rotate-key",
                     *             "replay",
                     *             "close"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Endpoints"];
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
            /** @description `http-404`: Not found; `webhook-endpoint-not-found`: No such endpoint */
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
    addWebhookEndpoint: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://hooks.mingxi-leicha.cn/tanhui",
                 *       "kinds": [
                 *         "redemption.done",
                 *         "redemption.reversed"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["AddEndpoint"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "endpoint_id": "019aa8b1-0022-7000-8000-000000000022",
                     *       "url": "https://hooks.mingxi-leicha.cn/tanhui",
                     *       "kinds": [
                     *         "redemption.done",
                     *         "redemption.reversed"
                     *       ],
                     *       "state": "active",
                     *       "failing_since": null,
                     *       "recorded_at": "2026-11-22T10:00:00+08:00",
                     *       "keys": [
                     *         {
                     *           "kid": "7f2a9c0d4e5b6a71",
                     *           "public_key": "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                     *           "retires_at": null
                     *         }
                     *       ],
                     *       "abilities": [
                     *         "rotate-key",
                     *         "replay",
                     *         "close"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            /** @description `idempotency-key-malformed`: Malformed Idempotency-Key; `idempotency-key-required`: Idempotency-Key required; `invalid-request`: Invalid request; `webhook-destination-refused`: Nothing is sent there */
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `webhook-endpoint-not-found`: No such endpoint */
            404: {
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
            /** @description `webhook-endpoint-limit`: Enough endpoints */
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
    closeWebhookEndpoint: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                endpoint_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["EndpointChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "endpoint_id": "019aa8b1-0022-7000-8000-000000000022",
                     *       "url": "https://hooks.mingxi-leicha.cn/tanhui",
                     *       "kinds": [
                     *         "redemption.done",
                     *         "redemption.reversed"
                     *       ],
                     *       "state": "closed",
                     *       "failing_since": null,
                     *       "recorded_at": "2026-11-22T10:00:00+08:00",
                     *       "keys": [
                     *         {
                     *           "kid": "7f2a9c0d4e5b6a71",
                     *           "public_key": "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                     *           "retires_at": null
                     *         }
                     *       ],
                     *       "abilities": []
                     *     }
                     */
                    "application/json": components["schemas"]["Endpoint"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `webhook-endpoint-not-found`: No such endpoint */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress; `webhook-endpoint-closed`: The endpoint cannot do that now */
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
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @example MjAyNi0xMS0yMlQxMDo0MjowNyswODowMCAwMTlhYThiMS0wMDIzLTcwMDAtODAwMC0wMDAwMDAwMDAwMjM */
                cursor?: string | null;
                /** @example 20 */
                limit?: number;
                /** @example delivered */
                state?: "pending" | "delivered" | "dead" | null;
            };
            header?: never;
            path: {
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                endpoint_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "delivery_id": "019aa8b1-0023-7000-8000-000000000023",
                     *           "webhook_id": "msg_019aa8b100247000800000000000024a",
                     *           "kind": "redemption.done",
                     *           "sequence": 28,
                     *           "state": "delivered",
                     *           "attempts": 1,
                     *           "last_answer": "204",
                     *           "recorded_at": "2026-11-22T10:42:07+08:00",
                     *           "due_at": null,
                     *           "delivered_at": "2026-11-22T10:42:08+08:00",
                     *           "abilities": [
                     *             "replay"
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookDeliveries"];
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
            /** @description `http-404`: Not found; `webhook-endpoint-not-found`: No such endpoint */
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
    replayWebhookDelivery: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                delivery_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                endpoint_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["EndpointChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "delivery_id": "019aa8b1-0023-7000-8000-000000000023",
                     *       "webhook_id": "msg_019aa8b100247000800000000000024a",
                     *       "kind": "redemption.done",
                     *       "sequence": 28,
                     *       "state": "pending",
                     *       "attempts": 0,
                     *       "last_answer": "204",
                     *       "recorded_at": "2026-11-22T10:42:07+08:00",
                     *       "due_at": "2026-11-22T11:00:00+08:00",
                     *       "delivered_at": "2026-11-22T10:42:08+08:00",
                     *       "abilities": []
                     *     }
                     */
                    "application/json": components["schemas"]["Delivery"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `webhook-delivery-not-found`: No such message; `webhook-endpoint-not-found`: No such endpoint */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress; `webhook-endpoint-closed`: The endpoint cannot do that now */
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
    enableWebhookEndpoint: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                endpoint_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["EndpointChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "endpoint_id": "019aa8b1-0022-7000-8000-000000000022",
                     *       "url": "https://hooks.mingxi-leicha.cn/tanhui",
                     *       "kinds": [
                     *         "redemption.done",
                     *         "redemption.reversed"
                     *       ],
                     *       "state": "active",
                     *       "failing_since": null,
                     *       "recorded_at": "2026-11-22T10:00:00+08:00",
                     *       "keys": [
                     *         {
                     *           "kid": "7f2a9c0d4e5b6a71",
                     *           "public_key": "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                     *           "retires_at": null
                     *         }
                     *       ],
                     *       "abilities": [
                     *         "rotate-key",
                     *         "replay",
                     *         "close"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Endpoint"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `webhook-endpoint-not-found`: No such endpoint */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress; `webhook-endpoint-closed`: The endpoint cannot do that now */
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
    rotateWebhookKey: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                endpoint_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["EndpointChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "endpoint_id": "019aa8b1-0022-7000-8000-000000000022",
                     *       "url": "https://hooks.mingxi-leicha.cn/tanhui",
                     *       "kinds": [
                     *         "redemption.done",
                     *         "redemption.reversed"
                     *       ],
                     *       "state": "active",
                     *       "failing_since": null,
                     *       "recorded_at": "2026-11-22T10:00:00+08:00",
                     *       "keys": [
                     *         {
                     *           "kid": "7f2a9c0d4e5b6a71",
                     *           "public_key": "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                     *           "retires_at": "2026-11-23T11:00:00+08:00"
                     *         },
                     *         {
                     *           "kid": "0d4e5b6a717f2a9c",
                     *           "public_key": "whpk_O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik=",
                     *           "retires_at": null
                     *         }
                     *       ],
                     *       "abilities": [
                     *         "rotate-key",
                     *         "replay",
                     *         "close"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Endpoint"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `webhook-endpoint-not-found`: No such endpoint */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress; `webhook-endpoint-closed`: The endpoint cannot do that now */
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
    replayWebhookPeriod: {
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
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                endpoint_id: string;
                /** @example 019aa8b1-0001-7000-8000-000000000001 */
                organisation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "since": "2026-11-22T00:00:00+08:00",
                 *       "until": "2026-11-23T00:00:00+08:00"
                 *     }
                 */
                "application/json": components["schemas"]["ReplayPeriod"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "count": 42
                     *     }
                     */
                    "application/json": components["schemas"]["Replayed"];
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
            /** @description `forbidden`: Not allowed; `proof-too-old`: Show first that it is you */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `http-404`: Not found; `webhook-endpoint-not-found`: No such endpoint */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: Idempotency-Key already used; `request-in-progress`: Still in progress; `webhook-endpoint-closed`: The endpoint cannot do that now */
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
    inspectPayCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "4821 7706 3954"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "valid": true,
                     *       "customer": {
                     *         "name_masked": "小**",
                     *         "phone_tail": "0001"
                     *       },
                     *       "expires_at": "2026-11-22T19:55:44+08:00",
                     *       "expires_in_s": 59
                     *     }
                     */
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
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first; `content-digest-wrong`: The digest does not fit the body; `signature-incomplete`: The signature does not cover enough; `signature-key-unknown`: The signing key is not known; `signature-malformed`: The signature cannot be read; `signature-replayed`: The signature was used before; `signature-required`: The request must be signed; `signature-stale`: The signature's time is off; `signature-wrong`: The signature does not match */
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
            /** @description `client-quota-reached`: Too many calls; `wrong-codes-limit`: Too many wrong codes */
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
                /** @example {} */
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
                    /**
                     * @example {
                     *       "code": "MXP1.AnExampleThatPaysNothing0000000000000000000",
                     *       "digits": "482177063954",
                     *       "expires_at": "2026-11-22T19:55:44+08:00",
                     *       "expires_in_s": 60
                     *     }
                     */
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
                /** @example wechat */
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
                    /**
                     * @example {
                     *       "code": "SUCCESS",
                     *       "message": "成功"
                     *     }
                     */
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
                /** @example 019aa8b1-0005-7000-8000-000000000005 */
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
                    /**
                     * @example {
                     *       "payment_id": "019aa8b1-0005-7000-8000-000000000005",
                     *       "state": "paid",
                     *       "amount_fen": 770,
                     *       "currency": "CNY",
                     *       "gateway": "wechat",
                     *       "out_trade_no": "019aa8b1000570008000000000000005",
                     *       "gateway_transaction": "4200048591484413614275803841",
                     *       "paid_at": "2026-11-22T19:54:42+08:00",
                     *       "expires_at": "2026-11-22T20:09:41+08:00",
                     *       "subject": {
                     *         "kind": "offset-order",
                     *         "id": "019aa8b1-0004-7000-8000-000000000004"
                     *       },
                     *       "refunds": [],
                     *       "last_attempt_failed": false,
                     *       "abilities": [
                     *         "receipt"
                     *       ]
                     *     }
                     */
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
                /** @example 019aa8b1-0005-7000-8000-000000000005 */
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "gateway": "wechat",
                 *       "channel": "native"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "attempt_id": "019aa8b1-0006-7000-8000-000000000006",
                     *       "payment_id": "019aa8b1-0005-7000-8000-000000000005",
                     *       "gateway": "wechat",
                     *       "channel": "native",
                     *       "code_url": "https://tanhui.example/pay/wx82623dbbf90a611980fcbec2759020caea",
                     *       "pay_url": null,
                     *       "out_trade_no": "019aa8b1000570008000000000000005",
                     *       "expires_at": "2026-11-22T20:09:41+08:00",
                     *       "state": "paying"
                     *     }
                     */
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
                /** @example 019aa8b1-0005-7000-8000-000000000005 */
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
                    /**
                     * @example {
                     *       "payment_id": "019aa8b1-0005-7000-8000-000000000005",
                     *       "state": "paid",
                     *       "amount_fen": 770,
                     *       "currency": "CNY",
                     *       "gateway": "wechat",
                     *       "out_trade_no": "019aa8b1000570008000000000000005",
                     *       "gateway_transaction": "4200048591484413614275803841",
                     *       "paid_at": "2026-11-22T19:54:42+08:00",
                     *       "expires_at": "2026-11-22T20:09:41+08:00",
                     *       "subject": {
                     *         "kind": "offset-order",
                     *         "id": "019aa8b1-0004-7000-8000-000000000004"
                     *       },
                     *       "refunds": [],
                     *       "last_attempt_failed": false,
                     *       "abilities": [
                     *         "receipt"
                     *       ]
                     *     }
                     */
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
                /** @example 019aa8b1-0005-7000-8000-000000000005 */
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
                    /**
                     * @example {
                     *       "receipt_no": "R20261122-000001",
                     *       "state": "paid",
                     *       "payer_masked": "138****0001",
                     *       "amount_fen": 770,
                     *       "amount_in_capitals": "人民币柒元柒角整",
                     *       "currency": "CNY",
                     *       "ordered_at": "2026-11-22T19:54:41+08:00",
                     *       "paid_at": "2026-11-22T19:54:42+08:00",
                     *       "gateway": "wechat",
                     *       "gateway_transaction": "4200048591484413614275803841",
                     *       "item": "林业碳票 0000001 抵消 77 公斤",
                     *       "seller": "金森碳汇",
                     *       "order_number": "20261122-000001",
                     *       "certificate_number": "MX-2026-000001-7",
                     *       "refunds": []
                     *     }
                     */
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
                /** @example 019aa8b1-0005-7000-8000-000000000005 */
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
                    /**
                     * @example {
                     *       "available": 24,
                     *       "held": 0,
                     *       "pending": 0,
                     *       "debt": 0,
                     *       "expiring": [
                     *         {
                     *           "business_date": "2028-11-22",
                     *           "points": 24
                     *         }
                     *       ],
                     *       "tier": null
                     *     }
                     */
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
    listPointCaps: {
        parameters: {
            query?: {
                /**
                 * @description the Shanghai day of the act; today
                 * @example 2026-11-22
                 */
                on?: string | null;
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "rule": "bus",
                     *           "kind": "transit.bus",
                     *           "cap": "acts_per_day",
                     *           "limit": 4,
                     *           "used": 3,
                     *           "left": 1,
                     *           "text": "当天还能计 1 次，上限 4 次"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CapsLeft"];
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
                /** @example MjAyNi0xMS0yMlQwOTo0MTowMCswODowMCAwMTlhYThiMS0wMDAxLTcwMDAtODAwMC0wMDAwMDAwMDAwMDE */
                cursor?: string | null;
                direction?: "earned" | "spent" | "returned" | "expired" | "clawed-back" | null;
                /** @example 20 */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "entry_id": "019aa8b1-0012-7000-8000-000000000012",
                     *           "kind": "points.redeemed",
                     *           "cause_kind": "redemption",
                     *           "direction": "spent",
                     *           "title": "客家擂茶铺：擂茶一碗",
                     *           "note": null,
                     *           "points": -60,
                     *           "recorded_at": "2026-11-22T19:54:44+08:00",
                     *           "business_date": "2026-11-22",
                     *           "expires_on": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
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
                /** @example 019aa8b1-0008-7000-8000-000000000008 */
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
                    /**
                     * @example {
                     *       "entry_id": "019aa8b1-0008-7000-8000-000000000008",
                     *       "kind": "points.earned",
                     *       "direction": "earned",
                     *       "points": 77,
                     *       "title": "抵消 2026 年 10 月 足迹 77 公斤",
                     *       "recorded_at": "2026-11-22T19:54:42+08:00",
                     *       "equation": {
                     *         "quantity": "77",
                     *         "quantity_label": "公斤，已注销",
                     *         "rate": "1",
                     *         "rate_label": "分/公斤",
                     *         "result": 77
                     *       },
                     *       "award": {
                     *         "award_id": "019aa8b1-0013-7000-8000-000000000013",
                     *         "points": 77,
                     *         "expires_on": "2028-11-22"
                     *       },
                     *       "rule": {
                     *         "code": "offset",
                     *         "version": 1,
                     *         "title": "购票抵消碳足迹",
                     *         "valid_from": "2026-01-01",
                     *         "caps_text": "一个月最多 1,000 分"
                     *       },
                     *       "cause": {
                     *         "kind": "retirement",
                     *         "title": "抵消 2026 年 10 月 足迹 77 公斤",
                     *         "text": "2026 年 10 月个人生活足迹"
                     *       },
                     *       "retirement": {
                     *         "retirement_id": "019aa8b1-0007-7000-8000-000000000007",
                     *         "certificate_number": "MX-2026-000001-7",
                     *         "quantity_kg": 77,
                     *         "serials": [
                     *           {
                     *             "first": 50001,
                     *             "last": 50077,
                     *             "first_text": "MX00000000500011",
                     *             "last_text": "MX00000000500773"
                     *           }
                     *         ],
                     *         "batch_number": "0000001",
                     *         "project_name": "常口村生态公益林",
                     *         "place": "三明将乐县"
                     *       },
                     *       "redemption": null,
                     *       "lots": [
                     *         {
                     *           "expires_on": "2028-11-22",
                     *           "points": 77
                     *         }
                     *       ],
                     *       "steps": [
                     *         {
                     *           "icon": "award",
                     *           "title": "发放 77 分",
                     *           "text": "77 分可用到 2028年11月22日",
                     *           "path": null
                     *         },
                     *         {
                     *           "icon": "rule",
                     *           "title": "规则“购票抵消碳足迹”第 1 版",
                     *           "text": "2026年1月1日起用 · 77 公斤，得 77 分，没有触到上限",
                     *           "path": "/rules"
                     *         },
                     *         {
                     *           "icon": "retirement",
                     *           "title": "注销 MX-2026-000001-7",
                     *           "text": "2026 年 10 月个人生活足迹",
                     *           "path": "/c/MX-2026-000001-7"
                     *         },
                     *         {
                     *           "icon": "serials",
                     *           "title": "序列号 50,001 — 50,077",
                     *           "text": "碳票 0000001",
                     *           "path": "/registry/serials/50001"
                     *         },
                     *         {
                     *           "icon": "forest",
                     *           "title": "常口村生态公益林",
                     *           "text": "三明将乐县 · 3,197 亩",
                     *           "path": "/registry/batches/0000001"
                     *         }
                     *       ]
                     *     }
                     */
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
                /**
                 * @example {
                 *       "kind": "mobility.walk",
                 *       "measures": {
                 *         "steps": "7250"
                 *       }
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "points": 7,
                     *       "reduction_g": 145,
                     *       "lines": [
                     *         {
                     *           "rule": "walk",
                     *           "rule_version": 1,
                     *           "points": 7,
                     *           "reason": "earned",
                     *           "text": "7,250 步，自己报的按 50% 算，得 7 分",
                     *           "facts": {
                     *             "measure": "steps",
                     *             "unit": "step",
                     *             "quantity": 7250,
                     *             "tier": "self-report"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
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
                /** @example 2026-11-22 */
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
                    /**
                     * @example {
                     *       "business_date": "2026-11-22",
                     *       "count": 1,
                     *       "points": 60,
                     *       "payable_fen": 180,
                     *       "reversed_count": 0
                     *     }
                     */
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
            /** @description `client-quota-reached`: Too many calls */
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
    listRedemptions: {
        parameters: {
            query?: {
                /** @example 2026-11-22 */
                business_date?: string | null;
                /** @example MjAyNi0xMS0yMlQwOTo0MTowMCswODowMCAwMTlhYThiMS0wMDAxLTcwMDAtODAwMC0wMDAwMDAwMDAwMDE */
                cursor?: string | null;
                /** @example 20 */
                limit?: number;
                /** @example LC-0001 */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "redemption_id": "019aa8b1-000f-7000-8000-00000000000f",
                     *           "out_trade_no": "LC-0001",
                     *           "state": "done",
                     *           "points": 60,
                     *           "hand_over": {
                     *             "title": "擂茶一碗",
                     *             "text": "把这件给顾客，顾客不用再付钱。"
                     *           },
                     *           "reward": {
                     *             "reward_id": "019aa8b1-000d-7000-8000-00000000000d",
                     *             "title": "擂茶一碗"
                     *           },
                     *           "customer": {
                     *             "name_masked": "小**",
                     *             "phone_tail": "0001"
                     *           },
                     *           "payable_fen": 180,
                     *           "redeemed_at": "2026-11-22T19:54:44+08:00",
                     *           "reversible_until": "2026-11-23T19:54:44+08:00",
                     *           "reversed_at": null,
                     *           "abilities": [
                     *             "reverse"
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
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
            /** @description `client-quota-reached`: Too many calls */
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
                /**
                 * @example {
                 *       "code": "482177063954",
                 *       "reward_id": "019aa8b1-000d-7000-8000-00000000000d",
                 *       "out_trade_no": "LC-0001"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "redemption_id": "019aa8b1-000f-7000-8000-00000000000f",
                     *       "out_trade_no": "LC-0001",
                     *       "state": "done",
                     *       "points": 60,
                     *       "hand_over": {
                     *         "title": "擂茶一碗",
                     *         "text": "把这件给顾客，顾客不用再付钱。"
                     *       },
                     *       "reward": {
                     *         "reward_id": "019aa8b1-000d-7000-8000-00000000000d",
                     *         "title": "擂茶一碗"
                     *       },
                     *       "customer": {
                     *         "name_masked": "小**",
                     *         "phone_tail": "0001"
                     *       },
                     *       "payable_fen": 180,
                     *       "redeemed_at": "2026-11-22T19:54:44+08:00",
                     *       "reversible_until": "2026-11-23T19:54:44+08:00",
                     *       "reversed_at": null,
                     *       "abilities": [
                     *         "reverse"
                     *       ]
                     *     }
                     */
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
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first; `content-digest-wrong`: The digest does not fit the body; `signature-incomplete`: The signature does not cover enough; `signature-key-unknown`: The signing key is not known; `signature-malformed`: The signature cannot be read; `signature-replayed`: The signature was used before; `signature-required`: The request must be signed; `signature-stale`: The signature's time is off; `signature-wrong`: The signature does not match */
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
            /** @description `client-quota-reached`: Too many calls; `wrong-codes-limit`: Too many wrong codes */
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
                /** @example 019aa8b1-000f-7000-8000-00000000000f */
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
                    /**
                     * @example {
                     *       "redemption_id": "019aa8b1-000f-7000-8000-00000000000f",
                     *       "out_trade_no": "LC-0001",
                     *       "state": "done",
                     *       "points": 60,
                     *       "hand_over": {
                     *         "title": "擂茶一碗",
                     *         "text": "把这件给顾客，顾客不用再付钱。"
                     *       },
                     *       "reward": {
                     *         "reward_id": "019aa8b1-000d-7000-8000-00000000000d",
                     *         "title": "擂茶一碗"
                     *       },
                     *       "customer": {
                     *         "name_masked": "小**",
                     *         "phone_tail": "0001"
                     *       },
                     *       "payable_fen": 180,
                     *       "redeemed_at": "2026-11-22T19:54:44+08:00",
                     *       "reversible_until": "2026-11-23T19:54:44+08:00",
                     *       "reversed_at": null,
                     *       "abilities": [
                     *         "reverse"
                     *       ]
                     *     }
                     */
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
            /** @description `client-quota-reached`: Too many calls */
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
                /** @example 019aa8b1-000f-7000-8000-00000000000f */
                redemption_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "顾客改了主意"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "redemption_id": "019aa8b1-000f-7000-8000-00000000000f",
                     *       "out_trade_no": "LC-0001",
                     *       "state": "reversed",
                     *       "points": 60,
                     *       "hand_over": {
                     *         "title": "擂茶一碗",
                     *         "text": "把这件给顾客，顾客不用再付钱。"
                     *       },
                     *       "reward": {
                     *         "reward_id": "019aa8b1-000d-7000-8000-00000000000d",
                     *         "title": "擂茶一碗"
                     *       },
                     *       "customer": {
                     *         "name_masked": "小**",
                     *         "phone_tail": "0001"
                     *       },
                     *       "payable_fen": 180,
                     *       "redeemed_at": "2026-11-22T19:54:44+08:00",
                     *       "reversible_until": "2026-11-23T19:54:44+08:00",
                     *       "reversed_at": "2026-11-22T19:54:49+08:00",
                     *       "abilities": []
                     *     }
                     */
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
            /** @description `bearer-token-invalid`: Sign-in has ended; `bearer-token-required`: Sign in first; `content-digest-wrong`: The digest does not fit the body; `signature-incomplete`: The signature does not cover enough; `signature-key-unknown`: The signing key is not known; `signature-malformed`: The signature cannot be read; `signature-replayed`: The signature was used before; `signature-required`: The request must be signed; `signature-stale`: The signature's time is off; `signature-wrong`: The signature does not match */
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
            /** @description `client-quota-reached`: Too many calls */
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
    getBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0000001 */
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
                    /**
                     * @example {
                     *       "number": "0000001",
                     *       "issued_kg": 100000,
                     *       "first": 1,
                     *       "last": 100000,
                     *       "issued_on": "2021-05-18",
                     *       "vintage": {
                     *         "from": 2016,
                     *         "to": 2020
                     *       },
                     *       "project": {
                     *         "name": "常口村生态公益林",
                     *         "place": "三明将乐县",
                     *         "area_mu": 3197,
                     *         "kind": "public-welfare-forest",
                     *         "methodology": "三明林业碳票碳减排量计量方法"
                     *       },
                     *       "owner": "金森碳汇",
                     *       "demo": true,
                     *       "states": [
                     *         {
                     *           "state": "listed",
                     *           "state_text": "零售货架上",
                     *           "quantity_kg": 99913
                     *         },
                     *         {
                     *           "state": "reserved",
                     *           "state_text": "有人下单，等付款",
                     *           "quantity_kg": 10
                     *         },
                     *         {
                     *           "state": "retired",
                     *           "state_text": "已注销，永久停用",
                     *           "quantity_kg": 77
                     *         }
                     *       ],
                     *       "history": [
                     *         {
                     *           "at": "2021-05-18T00:00:00+08:00",
                     *           "kind": "issued",
                     *           "title": "签发 100 吨",
                     *           "text": "碳票 0000001，签发给金森碳汇，监测期 2016—2020 年"
                     *         },
                     *         {
                     *           "at": "2026-11-22T19:54:39+08:00",
                     *           "kind": "listed",
                     *           "title": "100 吨 上架零售",
                     *           "text": "每吨 100.00 元，最少买 1 公斤"
                     *         }
                     *       ],
                     *       "ribbon": [
                     *         {
                     *           "first": 1,
                     *           "last": 25000,
                     *           "state": "listed",
                     *           "label": "零售货架上"
                     *         },
                     *         {
                     *           "first": 25001,
                     *           "last": 25010,
                     *           "state": "reserved",
                     *           "label": "有人下单，等付款"
                     *         },
                     *         {
                     *           "first": 25011,
                     *           "last": 50000,
                     *           "state": "listed",
                     *           "label": "零售货架上"
                     *         },
                     *         {
                     *           "first": 50001,
                     *           "last": 50077,
                     *           "state": "retired",
                     *           "label": "已注销，永久停用"
                     *         },
                     *         {
                     *           "first": 50078,
                     *           "last": 100000,
                     *           "state": "listed",
                     *           "label": "零售货架上"
                     *         }
                     *       ]
                     *     }
                     */
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
                /**
                 * @description a serial, a ticket's number, a certificate's, or part of a forest's name
                 * @example 常口
                 */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "kind": "project",
                     *           "title": "常口村生态公益林",
                     *           "subtitle": "碳票 0000001，100 吨",
                     *           "path": "/registry/batches/0000001",
                     *           "number": "0000001"
                     *         }
                     *       ]
                     *     }
                     */
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
                /** @example MX00000000500011 */
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
                    /**
                     * @example {
                     *       "serial": 50001,
                     *       "serial_text": "MX00000000500011",
                     *       "state": "retired",
                     *       "state_text": "已注销，永久停用",
                     *       "batch": {
                     *         "number": "0000001",
                     *         "issued_kg": 100000,
                     *         "first": 1,
                     *         "last": 100000
                     *       },
                     *       "project": {
                     *         "name": "常口村生态公益林",
                     *         "place": "三明将乐县",
                     *         "area_mu": 3197,
                     *         "kind": "public-welfare-forest",
                     *         "methodology": "三明林业碳票碳减排量计量方法"
                     *       },
                     *       "block": {
                     *         "first": 50001,
                     *         "last": 50077
                     *       },
                     *       "purpose_text": "个人足迹抵消",
                     *       "certificate_number": "MX-2026-000001-7",
                     *       "history": [
                     *         {
                     *           "at": "2021-05-18T00:00:00+08:00",
                     *           "kind": "issued",
                     *           "title": "签发 100 吨",
                     *           "text": "碳票 0000001，签发给金森碳汇，监测期 2016—2020 年"
                     *         },
                     *         {
                     *           "at": "2026-11-22T19:54:39+08:00",
                     *           "kind": "listed",
                     *           "title": "100 吨 上架零售",
                     *           "text": "每吨 100.00 元，最少买 1 公斤"
                     *         },
                     *         {
                     *           "at": "2026-11-22T19:54:42+08:00",
                     *           "kind": "retired",
                     *           "title": "77 公斤 注销",
                     *           "text": "序列号 50,001—50,077。用途：个人足迹抵消，一公斤只用一次"
                     *         }
                     *       ],
                     *       "ribbon": [
                     *         {
                     *           "first": 1,
                     *           "last": 25000,
                     *           "state": "listed",
                     *           "label": "零售货架上"
                     *         },
                     *         {
                     *           "first": 25001,
                     *           "last": 25010,
                     *           "state": "reserved",
                     *           "label": "有人下单，等付款"
                     *         },
                     *         {
                     *           "first": 25011,
                     *           "last": 50000,
                     *           "state": "listed",
                     *           "label": "零售货架上"
                     *         },
                     *         {
                     *           "first": 50001,
                     *           "last": 50077,
                     *           "state": "retired",
                     *           "label": "已注销，永久停用"
                     *         },
                     *         {
                     *           "first": 50078,
                     *           "last": 100000,
                     *           "state": "listed",
                     *           "label": "零售货架上"
                     *         }
                     *       ]
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "as_of": "2026-11-22T19:54:47+08:00",
                     *       "projects": 1,
                     *       "batches": 1,
                     *       "area_mu": 3197,
                     *       "issued_kg": 100000,
                     *       "retirements": 1,
                     *       "retired_kg": 77,
                     *       "states": [
                     *         {
                     *           "state": "listed",
                     *           "state_text": "零售货架上",
                     *           "quantity_kg": 99913
                     *         },
                     *         {
                     *           "state": "reserved",
                     *           "state_text": "有人下单，等付款",
                     *           "quantity_kg": 10
                     *         },
                     *         {
                     *           "state": "retired",
                     *           "state_text": "已注销，永久停用",
                     *           "quantity_kg": 77
                     *         }
                     *       ],
                     *       "purposes": [
                     *         {
                     *           "purpose": "footprint",
                     *           "purpose_text": "个人足迹抵消",
                     *           "retirements": 1,
                     *           "quantity_kg": 77
                     *         }
                     *       ]
                     *     }
                     */
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
    listPublishedReleases: {
        parameters: {
            query?: {
                /** @example MjAyNi0xMS0yMlQwOTo0MTowMCswODowMCAwMTlhYThiMS0wMDAxLTcwMDAtODAwMC0wMDAwMDAwMDAwMDE */
                cursor?: string | null;
                /** @example settings */
                kind?: "factor-set" | "earn-rules" | "settings" | null;
                /** @example 20 */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "release_id": "019aa8b1-0001-7000-8000-0000000000d1",
                     *           "kind": "settings",
                     *           "kind_name": "设置",
                     *           "label": "settings/2",
                     *           "in_force_from": "2026-12-01",
                     *           "in_force_until": null,
                     *           "standing": "coming",
                     *           "content_hash": "9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b9f1c2a7b",
                     *           "made_by": {
                     *             "role": "system-administrator",
                     *             "office": "明溪县数据局"
                     *           },
                     *           "approved_by": {
                     *             "role": "security-officer",
                     *             "office": "明溪县数据局"
                     *           },
                     *           "approved_at": "2026-11-22T11:20:00+08:00",
                     *           "shipped_with": null,
                     *           "published": [
                     *             "offset.daily_limit_kg"
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["PublishedReleases"];
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
                /** @example 019aa8b1-0007-7000-8000-000000000007 */
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
                    /**
                     * @example {
                     *       "retirement_id": "019aa8b1-0007-7000-8000-000000000007",
                     *       "quantity_kg": 77,
                     *       "serials": [
                     *         {
                     *           "first": 50001,
                     *           "last": 50077,
                     *           "first_text": "MX00000000500011",
                     *           "last_text": "MX00000000500773"
                     *         }
                     *       ],
                     *       "batch": {
                     *         "number": "0000001"
                     *       },
                     *       "project": {
                     *         "name": "常口村生态公益林",
                     *         "place": "三明将乐县",
                     *         "area_mu": 3197,
                     *         "kind": "public-welfare-forest",
                     *         "methodology": "三明林业碳票碳减排量计量方法"
                     *       },
                     *       "purpose": "footprint",
                     *       "beneficiary": {
                     *         "kind": "nickname",
                     *         "name": "小溪"
                     *       },
                     *       "retired_at": "2026-11-22T19:54:42+08:00",
                     *       "certificate": {
                     *         "number": "MX-2026-000001-7"
                     *       }
                     *     }
                     */
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
                /** @example MjAyNi0xMS0yMlQwOTo0MTowMCswODowMCAwMTlhYThiMS0wMDAxLTcwMDAtODAwMC0wMDAwMDAwMDAwMDE */
                cursor?: string | null;
                /** @example 20 */
                limit?: number;
                /**
                 * @description what this merchant gives
                 * @example 019aa8b1-000e-7000-8000-00000000000e
                 */
                merchant?: string | null;
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "reward_id": "019aa8b1-000d-7000-8000-00000000000d",
                     *           "title": "擂茶一碗",
                     *           "description": "到店现做",
                     *           "category": "food",
                     *           "points": 60,
                     *           "worth_fen": 180,
                     *           "picture": "leicha",
                     *           "stock": null,
                     *           "limit": null,
                     *           "state": "available",
                     *           "merchant": {
                     *             "party_id": "019aa8b1-000e-7000-8000-00000000000e",
                     *             "name": "客家擂茶铺",
                     *             "place": "雪峰镇"
                     *           },
                     *           "funder": "县财政积分补贴",
                     *           "terms": "当天有效"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
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
                /** @example 019aa8b1-000d-7000-8000-00000000000d */
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
                    /**
                     * @example {
                     *       "reward_id": "019aa8b1-000d-7000-8000-00000000000d",
                     *       "title": "擂茶一碗",
                     *       "description": "到店现做",
                     *       "category": "food",
                     *       "points": 60,
                     *       "worth_fen": 180,
                     *       "picture": "leicha",
                     *       "stock": null,
                     *       "limit": null,
                     *       "state": "available",
                     *       "merchant": {
                     *         "party_id": "019aa8b1-000e-7000-8000-00000000000e",
                     *         "name": "客家擂茶铺",
                     *         "place": "雪峰镇"
                     *       },
                     *       "funder": "县财政积分补贴",
                     *       "terms": "当天有效"
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "code": "bus",
                     *           "version": 1,
                     *           "kind": "transit.bus",
                     *           "title": "乘坐公交",
                     *           "measure": "rides",
                     *           "measure_label": "乘车次数",
                     *           "unit": "ride",
                     *           "unit_label": "次",
                     *           "points": 10,
                     *           "per": 1,
                     *           "self_report_points_share": "0.5",
                     *           "self_reportable": true,
                     *           "enabled": true,
                     *           "way": "self-report",
                     *           "way_text": "可以自己报，按 50% 算；有凭据的算全部",
                     *           "most_per_report": 20,
                     *           "caps": {
                     *             "scope": "person",
                     *             "acts_per_day": 4,
                     *             "points_per_day": 40
                     *           },
                     *           "caps_text": "一天最多 4 次；一天最多 40 分",
                     *           "reduction": {
                     *             "grams": 105,
                     *             "per": 1
                     *           },
                     *           "valid_from": "2026-01-01",
                     *           "valid_until": null,
                     *           "expiry_months": 24,
                     *           "grade": "D",
                     *           "verified": false,
                     *           "note": "一趟 105 克（武汉），10 分（郑州也是）。一天 4 趟的上限是建议的。"
                     *         }
                     *       ],
                     *       "off": [
                     *         {
                     *           "code": "metro",
                     *           "version": 1,
                     *           "kind": "transit.metro",
                     *           "title": "乘坐地铁",
                     *           "measure": "rides",
                     *           "measure_label": "乘车次数",
                     *           "unit": "ride",
                     *           "unit_label": "次",
                     *           "points": 27,
                     *           "per": 1,
                     *           "self_report_points_share": "0.5",
                     *           "self_reportable": false,
                     *           "enabled": false,
                     *           "way": "off",
                     *           "way_text": "停用：县里没有地铁",
                     *           "most_per_report": null,
                     *           "caps": {
                     *             "scope": "person",
                     *             "acts_per_day": 5,
                     *             "points_per_day": 135
                     *           },
                     *           "caps_text": "一天最多 5 次；一天最多 135 分",
                     *           "reduction": {
                     *             "grams": 274,
                     *             "per": 1
                     *           },
                     *           "valid_from": "2026-01-01",
                     *           "valid_until": null,
                     *           "expiry_months": 24,
                     *           "grade": "D",
                     *           "verified": false,
                     *           "note": "一趟 274 克（武汉），一天 5 趟（蚂蚁森林）。县里没有地铁，所以停用。"
                     *         }
                     *       ],
                     *       "self_report_days": 3
                     *     }
                     */
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
