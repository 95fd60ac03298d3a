// Stands before libfaketime (0.9.10) when time passes faster. Three things:
// - libfaketime divides a wait for events by the speed and cuts off what is below a millisecond. At ten times the speed
//   a thread that waits for its next timer then does not sleep, but spins for the last 10 ms.
// - It leaves the interval timers of real time, by which PostgreSQL limits how long a session is idle or waits for a lock.
// - It blocks all signals and takes a lock whenever a program asks for the time. Here the time is computed from the two
//   moments at which libfaketime was asked first.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/time.h>
#include <time.h>

typedef int (*ask)(clockid_t, struct timespec *);
static ask askFaketime, askSystem;
static double speed = 0;
/* The fast and the real time of one moment, in nanoseconds. */
static struct { long long fast, real; } wall, elapsed;

static long long nanoseconds(ask from, clockid_t clock) {
  struct timespec time;
  from(clock, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

__attribute__((constructor)) static void begin(void) {
  if (speed != 0) return;
  askFaketime = (ask)dlsym(RTLD_NEXT, "clock_gettime");
  askSystem = (ask)dlsym(dlopen("libc.so.6", RTLD_LAZY), "clock_gettime");
  wall.fast = nanoseconds(askFaketime, CLOCK_REALTIME);
  wall.real = nanoseconds(askSystem, CLOCK_REALTIME);
  elapsed.fast = nanoseconds(askFaketime, CLOCK_MONOTONIC);
  elapsed.real = nanoseconds(askSystem, CLOCK_MONOTONIC);
  const char *clock = getenv("FAKETIME");
  const char *rate = clock == NULL ? NULL : strrchr(clock, 'x');
  speed = rate == NULL ? 1 : atof(rate + 1);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  begin();
  int isWall = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
  if (!isWall && clock != CLOCK_MONOTONIC && clock != CLOCK_MONOTONIC_COARSE) return askFaketime(clock, time);
  long long passed = nanoseconds(askSystem, clock) - (isWall ? wall.real : elapsed.real);
  long long now = (isWall ? wall.fast : elapsed.fast) + (long long)(passed * speed);
  time->tv_sec = now / 1000000000LL;
  time->tv_nsec = now % 1000000000LL;
  return 0;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  (void)zone;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *out) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (out != NULL) *out = now.tv_sec;
  return now.tv_sec;
}

/* The wait, longer by less than a millisecond of real time, so that libfaketime's division leaves a whole number. */
static int whole(int ms) {
  if (ms <= 0) return ms;
  begin();
  double fast = ((long)((ms - 1) / speed) + 1) * speed;
  return fast > 2e9 ? 2000000000 : (int)fast;
}

int epoll_pwait(int set, struct epoll_event *events, int max, int ms, const sigset_t *mask) {
  static int (*next)(int, struct epoll_event *, int, int, const sigset_t *);
  if (next == NULL) next = dlsym(RTLD_NEXT, "epoll_pwait");
  return next(set, events, max, whole(ms), mask);
}

int epoll_wait(int set, struct epoll_event *events, int max, int ms) {
  static int (*next)(int, struct epoll_event *, int, int);
  if (next == NULL) next = dlsym(RTLD_NEXT, "epoll_wait");
  return next(set, events, max, whole(ms));
}

static struct timeval realOf(struct timeval fast) {
  double us = fast.tv_sec * 1e6 + fast.tv_usec;
  long real = us <= 0 ? 0 : (long)(us / speed) + 1;
  return (struct timeval){.tv_sec = real / 1000000, .tv_usec = real % 1000000};
}

int setitimer(__itimer_which_t which, const struct itimerval *fast, struct itimerval *old) {
  static int (*next)(__itimer_which_t, const struct itimerval *, struct itimerval *);
  if (next == NULL) next = dlsym(RTLD_NEXT, "setitimer");
  begin();
  struct itimerval real = {.it_interval = realOf(fast->it_interval), .it_value = realOf(fast->it_value)};
  return next(which, &real, old);
}
