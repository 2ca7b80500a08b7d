package choosing

// shown is how many candidates an Explanation has.
const shown = 12

// ranking are the candidates with the lowest costs, in order.
type ranking struct {
	n     int
	at    [shown]int
	total [shown]float64
}

func (r *ranking) clear() { r.n = 0 }

// admits says whether one with a total is among them.
func (r *ranking) admits(total float64) bool { return r.n < shown || total < r.total[shown-1] }

func (r *ranking) enter(i int, total float64) {
	if !r.admits(total) {
		return
	}
	k := r.n
	if k == shown {
		k--
	} else {
		r.n++
	}
	for ; k > 0 && total < r.total[k-1]; k-- {
		r.at[k], r.total[k] = r.at[k-1], r.total[k-1]
	}
	r.at[k], r.total[k] = i, total
}
