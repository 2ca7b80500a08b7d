// Memory for the pictures that encoders keep, from one segment to the next.
#ifndef LP_POOL_H
#define LP_POOL_H

// From now on large blocks of memalign(3) come from the pool. Where the system
// has no addresses to spare, they come from the C library as before.
void lp_pool_open(void);

// Gives what nobody uses back to the system.
void lp_pool_release(void);

#endif
