// A bounded queue between two threads. Frames are counted, audio packets are
// not: they are small, and there are as many as the frames' time allows.

#include <stdlib.h>

#include "internal.h"

int lp_queue_init(lp_queue *q, int max_frames)
{
    q->max_frames = max_frames;
    if (pthread_mutex_init(&q->lock, NULL))
        return -1;
    if (pthread_cond_init(&q->change, NULL)) {
        pthread_mutex_destroy(&q->lock);
        return -1;
    }
    return 0;
}

int lp_queue_push(lp_queue *q, AVFrame *frame, AVPacket *packet)
{
    lp_item *it = malloc(sizeof(*it));
    int closed = 1;

    if (it) {
        it->frame = frame;
        it->packet = packet;
        it->next = NULL;
        pthread_mutex_lock(&q->lock);
        while (frame && q->frames >= q->max_frames && !q->closed)
            pthread_cond_wait(&q->change, &q->lock);
        closed = q->closed;
        if (!closed) {
            if (q->tail)
                q->tail->next = it;
            else
                q->head = it;
            q->tail = it;
            q->frames += frame != NULL;
            pthread_cond_broadcast(&q->change);
        }
        pthread_mutex_unlock(&q->lock);
    }
    if (closed) {
        free(it);
        av_frame_free(&frame);
        av_packet_free(&packet);
        return -1;
    }
    return 0;
}

int lp_queue_pop(lp_queue *q, lp_item *item)
{
    lp_item *it = NULL;

    pthread_mutex_lock(&q->lock);
    while (!q->head && !q->closed)
        pthread_cond_wait(&q->change, &q->lock);
    if (!q->closed) {
        it = q->head;
        q->head = it->next;
        if (!q->head)
            q->tail = NULL;
        q->frames -= it->frame != NULL;
        pthread_cond_broadcast(&q->change);
    }
    pthread_mutex_unlock(&q->lock);
    if (!it)
        return -1;
    *item = *it;
    free(it);
    return 0;
}

void lp_queue_close(lp_queue *q)
{
    lp_item *it;

    pthread_mutex_lock(&q->lock);
    q->closed = 1;
    it = q->head;
    q->head = q->tail = NULL;
    q->frames = 0;
    pthread_cond_broadcast(&q->change);
    pthread_mutex_unlock(&q->lock);
    while (it) {
        lp_item *next = it->next;
        av_frame_free(&it->frame);
        av_packet_free(&it->packet);
        free(it);
        it = next;
    }
}

void lp_queue_destroy(lp_queue *q)
{
    lp_queue_close(q);
    pthread_cond_destroy(&q->change);
    pthread_mutex_destroy(&q->lock);
}
