#include "CLearningKernels.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct lk_thread_group {
    pthread_mutex_t mutex;
    pthread_cond_t begin, end;
    // Guarded by the mutex: the number of the present run, workers still busy with it, and its end of life.
    size_t run, busy;
    bool closing;
    // Set before a run begins, read by its workers.
    void (*body)(void *, size_t);
    void *context;
    size_t tasks;
    atomic_size_t next;
    size_t workers;
    pthread_t threads[];
};

static void take_tasks(lk_thread_group *group) {
    for (;;) {
        const size_t task = atomic_fetch_add(&group->next, 1);
        if (task >= group->tasks) return;
        group->body(group->context, task);
    }
}

static void *work(void *argument) {
    lk_thread_group *group = argument;
    size_t seen = 0;
    pthread_mutex_lock(&group->mutex);
    for (;;) {
        while (group->run == seen && !group->closing) pthread_cond_wait(&group->begin, &group->mutex);
        if (group->closing) break;
        seen = group->run;
        pthread_mutex_unlock(&group->mutex);
        take_tasks(group);
        pthread_mutex_lock(&group->mutex);
        if (--group->busy == 0) pthread_cond_signal(&group->end);
    }
    pthread_mutex_unlock(&group->mutex);
    return 0;
}

lk_thread_group *lk_thread_group_create(size_t threads) {
    const size_t workers = threads > 1 ? threads - 1 : 0;
    lk_thread_group *group = calloc(1, sizeof(lk_thread_group) + workers * sizeof(pthread_t));
    if (!group) return 0;
    pthread_mutex_init(&group->mutex, 0);
    pthread_cond_init(&group->begin, 0);
    pthread_cond_init(&group->end, 0);
    for (; group->workers < workers; group->workers++) {
        if (pthread_create(&group->threads[group->workers], 0, work, group) != 0) {
            lk_thread_group_destroy(group);
            return 0;
        }
    }
    return group;
}

void lk_thread_group_run(lk_thread_group *group, size_t tasks, void (*body)(void *, size_t), void *context) {
    pthread_mutex_lock(&group->mutex);
    group->body = body;
    group->context = context;
    group->tasks = tasks;
    atomic_store(&group->next, 0);
    group->busy = group->workers;
    group->run++;
    pthread_cond_broadcast(&group->begin);
    pthread_mutex_unlock(&group->mutex);
    take_tasks(group);
    pthread_mutex_lock(&group->mutex);
    while (group->busy > 0) pthread_cond_wait(&group->end, &group->mutex);
    pthread_mutex_unlock(&group->mutex);
}

void lk_thread_group_destroy(lk_thread_group *group) {
    pthread_mutex_lock(&group->mutex);
    group->closing = true;
    pthread_cond_broadcast(&group->begin);
    pthread_mutex_unlock(&group->mutex);
    for (size_t i = 0; i < group->workers; i++) pthread_join(group->threads[i], 0);
    pthread_cond_destroy(&group->end);
    pthread_cond_destroy(&group->begin);
    pthread_mutex_destroy(&group->mutex);
    free(group);
}

struct start {
    void (*body)(void *);
    void *context;
};

static void *run_start(void *argument) {
    struct start start = *(struct start *)argument;
    free(argument);
    start.body(start.context);
    return 0;
}

bool lk_thread_start(void (*body)(void *), void *context) {
    struct start *start = malloc(sizeof(struct start));
    if (!start) return false;
    *start = (struct start){body, context};
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_t thread;
    const bool started = pthread_create(&thread, &attributes, run_start, start) == 0;
    pthread_attr_destroy(&attributes);
    if (!started) free(start);
    return started;
}
