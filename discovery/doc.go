// Package discovery finds orchestrators. Sources say which ones exist: a list
// given by the operator, a webhook, later a chain's registry. A Pool asks all
// of them for their terms at the same time, drops those that cannot do the job
// and hands the others on in the order of their answers.
//
// A Pool keeps no connection and no goroutine of its own; everything that Find
// starts has ended when it returns. A Webhook refreshes its list in the
// background between Start and Close. Both may be used from any goroutine.
package discovery
