package domain

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxEmail is how long an address may be (RFC 5321).
const maxEmail = 254

// ParseEmail reads an e-mail address, in small letters: two spellings of one mailbox must not be two accounts. It has Latin
// letters alone, since others look alike, and few mail servers take them; domains of other letters are written as xn--.
func ParseEmail(s string) (string, error) {
	plain := strings.ToLower(strings.TrimSpace(s))
	address, err := mail.ParseAddress(plain)
	name, host, _ := strings.Cut(plain, "@")
	if err != nil || len(plain) > maxEmail || address.Address != plain || address.Name != "" || name == "" || !isHost(host) || strings.ContainsFunc(name, oddInMailbox) {
		return "", Invalid("", "Це не адреса електронної пошти.", "This is not an e-mail address.")
	}
	return plain, nil
}

func oddInMailbox(r rune) bool { return r <= ' ' || r == '"' || r > '~' }

// isHost tells whether a name has at least two labels of Latin letters, digits and hyphens.
func isHost(host string) bool {
	labels := strings.Split(host, ".")
	for _, label := range labels {
		if label == "" || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || strings.Trim(label, "-") != label {
			return false
		}
	}
	return len(labels) > 1
}

// MaxName is how long a person's name may be, in letters.
const MaxName = 200

// CheckName reads a person's name. Characters that nobody sees are refused: they make one name look like another, or like
// nothing.
func CheckName(field, name string) (string, error) {
	plain := strings.Join(strings.Fields(name), " ")
	if !utf8.ValidString(plain) || strings.ContainsFunc(plain, unseen) {
		return "", Invalid(field, "Ім'я містить недозволені символи.", "The name has characters that are not allowed.")
	}
	if n := utf8.RuneCountInString(plain); n == 0 || n > MaxName {
		return "", Invalid(field, "Від 1 до %d символів.", "1 to %d characters.", MaxName)
	}
	return plain, nil
}

func unseen(r rune) bool { return !unicode.IsPrint(r) }

// AuditAction is what the audit log says was done.
type AuditAction string

// What is audited.
const (
	AuditSignIn            AuditAction = "SIGN_IN"
	AuditSignOut           AuditAction = "SIGN_OUT"
	AuditSignOutEverywhere AuditAction = "SIGN_OUT_EVERYWHERE"
	AuditReuseToken        AuditAction = "REUSE_TOKEN"
	AuditAddUser           AuditAction = "ADD_USER"
	AuditInviteUser        AuditAction = "INVITE_USER"
	AuditAcceptInvitation  AuditAction = "ACCEPT_INVITATION"
	AuditRequestReset      AuditAction = "REQUEST_PASSWORD_RESET"
	AuditResetPassword     AuditAction = "RESET_PASSWORD"
	AuditChangePassword    AuditAction = "CHANGE_PASSWORD"
	AuditRenameUser        AuditAction = "RENAME_USER"
	AuditSetPassword       AuditAction = "SET_PASSWORD"
	AuditDisableUser       AuditAction = "DISABLE_USER"
	AuditEnableUser        AuditAction = "ENABLE_USER"
	AuditGrantMembership   AuditAction = "GRANT_MEMBERSHIP"
	AuditRevokeMembership  AuditAction = "REVOKE_MEMBERSHIP"
	AuditRotateSigningKey  AuditAction = "ROTATE_SIGNING_KEY"
	AuditCreateTree        AuditAction = "CREATE_TREE"
	AuditOpenRevision      AuditAction = "OPEN_REVISION"
	AuditCreateNode        AuditAction = "CREATE_NODE"
	AuditUpdateNode        AuditAction = "UPDATE_NODE"
	AuditMoveNode          AuditAction = "MOVE_NODE"
	AuditDeleteNode        AuditAction = "DELETE_NODE"
	AuditRestoreNode       AuditAction = "RESTORE_NODE"
	AuditReportProgress    AuditAction = "REPORT_PROGRESS"
	AuditCorrectReport     AuditAction = "CORRECT_PROGRESS_REPORT"
	AuditReportTargets     AuditAction = "REPORT_TARGETS"
	AuditSubmitTree        AuditAction = "SUBMIT_TREE"
	AuditWithdrawTree      AuditAction = "WITHDRAW_TREE"
	AuditReturnTree        AuditAction = "RETURN_TREE"
	AuditEndorseTree       AuditAction = "ENDORSE_TREE"
	AuditAdoptTree         AuditAction = "ADOPT_TREE"
	AuditSetReporting      AuditAction = "SET_REPORTING"
	AuditAddComment        AuditAction = "ADD_COMMENT"
	AuditUpdateComment     AuditAction = "UPDATE_COMMENT"
	AuditDeleteComment     AuditAction = "DELETE_COMMENT"
	AuditResolveComment    AuditAction = "RESOLVE_COMMENT"
	AuditReopenComment     AuditAction = "REOPEN_COMMENT"
	AuditAssignExpert      AuditAction = "ASSIGN_EXPERT"
	AuditUnassignExpert    AuditAction = "UNASSIGN_EXPERT"
	AuditUpdateTree        AuditAction = "UPDATE_TREE"
	AuditDeleteTree        AuditAction = "DELETE_TREE"
	AuditDiscardDraft      AuditAction = "DISCARD_DRAFT"
	AuditCreateQuestion    AuditAction = "CREATE_QUESTION"
	AuditUpdateQuestion    AuditAction = "UPDATE_QUESTION"
	AuditDeleteQuestion    AuditAction = "DELETE_QUESTION"
	AuditCreateSurvey      AuditAction = "CREATE_SURVEY"
	AuditUpdateSurvey      AuditAction = "UPDATE_SURVEY"
	AuditOpenSurvey        AuditAction = "OPEN_SURVEY"
	AuditCloseSurvey       AuditAction = "CLOSE_SURVEY"
	AuditReopenSurvey      AuditAction = "REOPEN_SURVEY"
	AuditPublishSurvey     AuditAction = "PUBLISH_SURVEY"
	AuditDeleteSurvey      AuditAction = "DELETE_SURVEY"
	AuditCreateProblem     AuditAction = "CREATE_PROBLEM"
	AuditUpdateProblem     AuditAction = "UPDATE_PROBLEM"
	AuditMergeProblems     AuditAction = "MERGE_PROBLEMS"
	AuditReorderProblems   AuditAction = "REORDER_PROBLEMS"
	AuditSetProblem        AuditAction = "SET_COMMUNITY_PROBLEM"
	AuditRemoveProblem     AuditAction = "REMOVE_COMMUNITY_PROBLEM"
	AuditImportRegistry    AuditAction = "IMPORT_REGISTRY"
	AuditImportGoals       AuditAction = "IMPORT_GOALS"
	AuditLoadDemonstration AuditAction = "LOAD_DEMONSTRATION"
	AuditUploadFile        AuditAction = "UPLOAD_FILE"
	AuditAttachEvidence    AuditAction = "ATTACH_EVIDENCE"
	AuditRemoveEvidence    AuditAction = "REMOVE_EVIDENCE"
	AuditCorrectSpending   AuditAction = "CORRECT_SPENDING"
	AuditTakeBackSpending  AuditAction = "TAKE_BACK_SPENDING"
	AuditImportResponses   AuditAction = "IMPORT_RESPONSES"
	AuditEraseResponse     AuditAction = "ERASE_RESPONSE"
	AuditPurgeResponses    AuditAction = "PURGE_RESPONSES"
	AuditReadTexts         AuditAction = "READ_SURVEY_TEXTS"
)

// Faults are all that is wrong with one input, told together.
type Faults []*Error

func (f Faults) Error() string {
	all := make([]string, len(f))
	for i, e := range f {
		all[i] = e.Error()
	}
	return strings.Join(all, "; ")
}

// Collect adds what an error tells of an input, and gives back what tells nothing of it.
func (f *Faults) Collect(errs ...error) error {
	for _, err := range errs {
		told, ok := AsError(err)
		switch {
		case err == nil:
		case ok && told.Field != "":
			*f = append(*f, told)
		default:
			return err
		}
	}
	return nil
}

// OrNil is the faults as an error, or nil where there are none.
func (f Faults) OrNil() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// Conflict says that something stands in the way; field names the input about it.
func Conflict(field, uk, en string) *Error {
	return &Error{Code: CodeConflict, Field: field, Message: Text{uk, en}}
}
